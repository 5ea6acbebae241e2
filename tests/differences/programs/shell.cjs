// area: Programs
// difference: A host's shell has lists, pipes, redirections and variables, but no loops, globs or `$( )`.
// why: It is our own, like `cat`, `echo`, `env`, `head`, `ls`, `pwd`, `sleep`, `wc`, `true` and `false`; besides Node there are no other commands.
const { exec } = require('node:child_process')
exec('for word in a b; do echo $word; done', (_, stdout, stderr) => console.log(stdout || stderr))
