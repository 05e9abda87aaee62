"""The wire without detours: sockets that read and write themselves, under python-socketio's own rooms and events.

It serves where uvicorn is our server and TLS ends before it. Everywhere else python-socketio's own way does the
same through ASGI; `realtime.bus` speaks to both kinds of socket.
"""
