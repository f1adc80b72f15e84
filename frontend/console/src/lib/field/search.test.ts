import { expect, test } from 'vitest';
import { search } from './search';
import type { Person } from './types';

const person = (number: string, name: string, latinName: string, seen = 3): Person => ({
  id: Number(number),
  number,
  name,
  latinName,
  postings: [],
  badges: [],
  outside: false,
  seen,
});

const roster = {
  employees: [
    person('1001', '李静', 'Li Jing'),
    person('1002', '李敬业', 'Lǐ Jìngyè'),
    person('1003', '王丽君', 'Wang Lijun', 1),
    person('1004', '김민수', 'Kim Min-su'),
    person('1005', '강미선', 'Kang Mi-seon', 0),
    person('1006', '陳靜怡', "Ch'en Ching-i"),
    person('2100', 'O’Brien', 'O’Brien', 5),
  ],
};

const found = (words: string) => search(roster, words).map((p) => p.name);

test.each([
  ['a whole name in Han', '李静', ['李静']],
  ['a family name in Han, who was observed least first', '李', ['李静', '李敬业']],
  ['a given name in Han', '丽君', ['王丽君']],
  ['a name in Hangul', '김민수', ['김민수']],
  ['a name in Hangul being typed', '김ㅁ', ['김민수']],
  ['a syllable being typed', '기', ['김민수']],
  ['initial consonants', 'ㄱㅁㅅ', ['강미선', '김민수']],
  ['pinyin in one', 'lijing', ['李静', '李敬业']],
  ['pinyin in two words', 'li jing', ['李静', '李敬业']],
  ['pinyin, the given name first', 'jing li', ['李静', '李敬业']],
  ['the tones left out', 'jingye', ['李敬业']],
  ['the tones written', 'Jìngyè', ['李敬业']],
  ['apostrophes and dashes left out', 'chen chingi', ['陳靜怡']],
  ['initials', 'lj', ['李静', '李敬业']],
  ['wide letters of a Chinese keyboard', 'ｌｉｊｉｎｇ', ['李静', '李敬业']],
  ['a whole number', '1003', ['王丽君']],
  ['the beginning of a number', '210', ['O’Brien']],
  ['the inside of a word', 'ijun', ['王丽君']],
  ['nobody', 'zhou', []],
  ['one word found, one not', 'li zhou', []],
  ['nothing', '  ', []],
])('by %s', (_, words, want) => expect(found(words)).toEqual(want));

test('who is found at the beginning comes before who is found inside', () => {
  expect(found('jun')).toEqual(['王丽君']);
  expect(found('ji')[0]).toBe('李静');
  expect(found('su')).toEqual(['김민수']);
});
