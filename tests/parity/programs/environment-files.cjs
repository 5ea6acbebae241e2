// util.parseEnv: quotes, comments, several lines; and what Node itself reads of the environment follows process.env.
const os = require('node:os')
const { parseEnv } = require('node:util')
for (const text of [
  'A=1\n  B = two words # comment\nexport C=3',
  'A="first\nsecond" # rest\nB=`it\'s\n"so"`\nC=\'x\ny\'',
  'A="one\\ntwo"\nB=\'one\\ntwo\'\nC=one\\ntwo',
  'A="open\nB=2\nC=\'open # not a comment',
  '\r\n# COMMENT=1\r\nA=\r\nB=b\r\n',
  'A\nB\n=x\n=\nC=c=d',
  'A=    \nB=1\n #C=2\n',
])
  console.log(parseEnv(text))
process.env.TEMP = '/last'
process.env.TMPDIR = '/elsewhere/'
process.env.HOME = '/home/other'
console.log(os.tmpdir(), os.homedir())
process.env.TMPDIR = ''
console.log(os.tmpdir())
delete process.env.TEMP
console.log(os.tmpdir())
