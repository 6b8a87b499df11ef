"""One module for each command of ``voicenter-mock``, imported when it is called."""
