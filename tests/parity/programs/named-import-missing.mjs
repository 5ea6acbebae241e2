// ignore: loader frames
import { nothing } from 'node:net'
console.log(nothing)
