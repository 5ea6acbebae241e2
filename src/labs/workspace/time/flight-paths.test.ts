import { expect, test } from 'vitest'
import { packet } from '../../ladder/packet.fixture.ts'
import { type FlightPlaces, flightPaths } from './flight-paths.ts'

const places: FlightPlaces = {
  x: (time) => time / 1e6,
  lane: (host) => (host === 'client' ? 20 : 40),
  now: 1e9,
  selected: null,
}

test('packets that look the same are one path', () => {
  expect(flightPaths([packet(0, 10), packet(20, 30), packet(40, 50, { kind: 'udp' })], places)).toEqual([
    ['flight tcp shaft', 'M0 20L10 40M20 20L30 40'],
    ['flight udp shaft', 'M40 20L50 40'],
  ])
})

test('a lost packet stops halfway, with a cross', () => {
  expect(flightPaths([packet(0, null)], places)).toEqual([
    ['flight tcp shaft', 'M0 20L14 30'],
    ['flight death', 'M11 26l6 8'],
  ])
})

test('covered packets are drawn once', () => {
  expect(flightPaths([packet(0, 10), packet(0.1, 10.1), packet(2, 12)], places)).toEqual([
    ['flight tcp shaft', 'M0.1 20L10.1 40M2 20L12 40'],
  ])
})

test('the selected packet is drawn last, on its marker; later packets are faint', () => {
  const chosen = packet(0, 10)
  const later = packet(2000, 2010)
  expect(flightPaths([chosen, later], { ...places, selected: chosen.number })).toEqual([
    ['flight tcp shaft', 'M0 20L10 40'],
    ['flight tcp future shaft', 'M2000 20L2010 40'],
    ['flight marker', 'M0 20L10 40'],
    ['flight tcp shaft selected', 'M0 20L10 40'],
  ])
})
