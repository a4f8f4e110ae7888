<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en">
  <lexeme><grapheme>Wąsik</grapheme><phoneme>ˈvɔnʂik</phoneme></lexeme>
  <lexeme><grapheme>fps</grapheme><alias>frames per second</alias></lexeme>
</lexicon>
