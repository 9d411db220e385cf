using System.Security.Cryptography;
using System.Text;
using CsCheck;
using TextVae.Corpus.Normalization;

namespace TextVae.Tests.Corpus.Normalization;

public sealed class NormalizerTests
{
    private static readonly Normalizer Canonical = Normalizer.Canonical.Value;
    private static readonly Normalizer Compatible = Normalizer.Compatible.Value;

    // Letters, marks of several classes in any order, syllables and their parts, and characters that are never composed.
    private static readonly Gen<string> Text = Any.Of(
        "a", "e", "\u0301", "\u0323", "\u0327", "\u0308", "é", "ọ", "가", "\u1100", "\u1161", "\u11A8", "क", "\u093C", "\u0958", "ﬁ", "Å",
        "\u212B", "Ω", "\u2126", "ａ", "😀", "\uD834\uDD5E", "\u0344", "x").Array[0, 10].Select(string.Concat);

    [Theory]
    [InlineData("", "")]
    [InlineData("plain", "plain")]
    [InlineData("e\u0301", "é")]
    [InlineData("é", "é")]
    [InlineData("o\u0323\u0302", "ộ")]
    [InlineData("o\u0302\u0323", "ộ")] // marks of different classes have one order
    [InlineData("a\u0301\u0300", "á\u0300")] // marks of one class keep theirs
    [InlineData("a\u0300\u0301\u0323", "ạ\u0300\u0301")]
    [InlineData("\u1112\u1161\u11AB\u1100\u116E\u11A8", "한국")]
    [InlineData("가\u11A8", "각")]
    [InlineData("각\u11A8", "각\u11A8")]
    [InlineData("\u0958", "क\u093C")] // excluded from composition
    [InlineData("\u212B\u2126", "ÅΩ")]
    [InlineData("\u0344", "\u0308\u0301")]
    [InlineData("\uD834\uDD5E", "\uD834\uDD57\uD834\uDD65")]
    [InlineData("\u0301e", "\u0301e")]
    [InlineData("ﬁ ① ａ", "ﬁ ① ａ")]
    public void Form_C_composes(string text, string normal) => Assert.Equal(normal, Canonical.Normalize(text));

    [Theory]
    [InlineData("ﬁ ① ａ ２", "fi 1 a 2")]
    [InlineData("e\u0301", "é")]
    [InlineData("ㅏ\u00A0Ⅷ™", "\u1161 VIIITM")]
    [InlineData("ｶﾞ", "ガ")]
    public void Form_KC_makes_characters_plain(string text, string normal) => Assert.Equal(normal, Compatible.Normalize(text));

    [Fact]
    public void Normalising_twice_changes_nothing_and_what_is_plain_is_normal() => Text.All(
        text =>
        {
            foreach (var normalizer in new[] { Canonical, Compatible })
            {
                var once = normalizer.Normalize(text);
                Assert.Equal(once, normalizer.Normalize(once));
                if (normalizer.IsPlain(text))
                    Assert.Equal(text, once);
            }
        },
        samples: 3_000);

    [Fact]
    public void Texts_that_differ_in_the_order_of_their_marks_alone_become_the_same() => Any.Of("\u0301", "\u0323", "\u0327").Array[1, 3]
        .Where(marks => marks.Distinct().Count() == marks.Length).All(
            marks => Assert.Equal(
                Canonical.Normalize("o" + string.Concat(marks)), Canonical.Normalize("o" + string.Concat(marks.Reverse()))),
            samples: 50);

    // The checksums are of what Python's unicodedata, version 14.0 of the database, makes of the same texts.
    [Theory]
    [InlineData(false, "76af5efbc132fabd758395fe783072e5640096f9ab1cbbdbf5200c63559169ec")]
    [InlineData(true, "835ee5dc9e3e6324f8d643a7c0e799523544a72012a8cf657f6aff2ebe1f6923")]
    public void Every_character_with_two_marks_becomes_what_another_program_makes_of_it(bool compatible, string sha256)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var code = 0; code < 0x110000; code++)
        {
            if (Rune.IsValid(code))
                hash.AppendData(Encoding.UTF8.GetBytes((compatible ? Compatible : Canonical).Normalize(new Rune(code) + "\u0301\u0323") + "\0"));
        }
        Assert.Equal(sha256, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
