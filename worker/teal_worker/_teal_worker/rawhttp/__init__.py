"""What a script marked @rawhttp works with: request, response, and the modules it imports them from."""
