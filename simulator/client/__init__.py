"""What speaks to a running server: a client of the API and of `/_sim`, a receiver of callbacks, a server process."""
