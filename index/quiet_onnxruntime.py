"""ONNX Runtime, without the telemetry that its releases for Linux and macOS send unless they are told not to.

It reads the variable once, in C++, as it loads, and keeps an identifier on disk otherwise. It is imported
from here alone.
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime

__all__ = ["onnxruntime"]
