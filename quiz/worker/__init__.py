"""What the quiz does apart from requests: it sends mails, purges and backs up.

It uses the store and knows nothing of the web: what a mail says is written before it is queued.
"""
