// area: Files
// difference: A host has the files of its own small file system; there is no `/proc` and no `/sys`.
// why: Files are in memory, one tree for each host. What they would tell of the network is in `os.networkInterfaces()`.
const fs = require('node:fs')
console.log(fs.existsSync('/proc/self/status'), fs.existsSync('/sys/class/net'))
