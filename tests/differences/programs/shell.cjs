// area: Programs
// difference: The shell of a host has lists, pipes, redirections and variables; loops, globs and `$( )` it has not.
// why: It is a small one of its own, as are `cat`, `echo`, `env`, `head`, `ls`, `pwd`, `sleep`, `wc`; there are no other commands beside Node.
const { exec } = require('node:child_process')
exec('for word in a b; do echo $word; done', (_, stdout, stderr) => console.log(stdout || stderr))
