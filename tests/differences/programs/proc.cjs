// area: Files
// difference: A host has its own small file system, without `/proc` and `/sys`.
// why: Files are in memory, one tree for each host. For the network's state, use `os.networkInterfaces()`.
const fs = require('node:fs')
console.log(fs.existsSync('/proc/self/status'), fs.existsSync('/sys/class/net'))
