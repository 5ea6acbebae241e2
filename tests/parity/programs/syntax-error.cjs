// ignore: loader frames
const a = 1
const b = = 2
