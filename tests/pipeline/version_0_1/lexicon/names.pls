<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE lexicon>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en-GB">
  <meta name="maker" content="the version before"/>
  <!-- two spellings, two phonemes of which one is preferred -->
  <lexeme>
    <grapheme>Tamsyn</grapheme><grapheme>Tamsin</grapheme>
    <phoneme>ˈtæmzən</phoneme>
    <phoneme prefer="true">ˈtæmzɪn</phoneme>
  </lexeme>
  <lexeme><grapheme>MBE</grapheme><alias>Member of the Order</alias></lexeme>
</lexicon>
