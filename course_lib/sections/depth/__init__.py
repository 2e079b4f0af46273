"""5.6, vanishing gradients: thirty equal blocks, measured layer by layer."""
