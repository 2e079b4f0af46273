"""Pictures that several sections use, as SVG and HTML."""
