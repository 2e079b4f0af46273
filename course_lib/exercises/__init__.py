"""Predictions and questions whose wrong answers are told what was done wrong."""
