import net from 'node:net'

const [host, port] = process.argv.slice(2)

// Connect to host and port. What process.stdin brings goes there, and what comes back goes to process.stdout.
