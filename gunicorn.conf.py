"""How gunicorn serves the application; read by it from the folder it is started in."""

import os

wsgi_app = "studyguide.wsgi"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
preload_app = False  # each worker opens its own database connection
max_requests = 10_000
max_requests_jitter = 1_000
timeout = 30
control_socket_disable = True  # nobody uses it, and the home folder may be read-only
errorlog = "-"
accesslog = None  # no addresses of people in the logs
