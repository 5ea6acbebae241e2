// An error of a stream that nobody listens to.
const fs = require('fs')
require('../support/scratch-folder.cjs')

fs.createReadStream('/nope/file.txt').on('data', () => {})
