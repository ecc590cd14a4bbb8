"""What the quiz does beside requests: it sends the mails of the outbox.

It uses the store and knows nothing of the web: what a mail says is written before it is queued.
"""
