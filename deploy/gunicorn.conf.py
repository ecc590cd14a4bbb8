"""gunicorn in front of the quiz: few threads, because each process has few database connections."""

bind = "127.0.0.1:8000"
worker_class = "gthread"
workers = 2
threads = 4
# nginx keeps connections open for the next request.
keepalive = 75
# Requests under way get this many seconds when a process is stopped.
graceful_timeout = 20
# No socket in the home folder.
control_socket_disable = True
