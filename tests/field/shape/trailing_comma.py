# A student has edited the file by hand.
#
# scores: - - 2 2
# note: it is not JSON (line 3)

work.put("vanishing", '{\n "cells": [1,\n ],\n "nbformat": 4\n}')
