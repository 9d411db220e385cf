using System.Text;
using CsCheck;
using TextVae.Tests;

namespace TextVae.Cli.Tests;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("naïve 日本語 😀 👩‍🚀", "naïve 日本語 😀 👩‍🚀")]
    [InlineData("\u001b[2J", "\\u001b[2J")]
    [InlineData("a\r\n\tb\0", "a\\u000d\\u000a\\u0009b\\u0000")]
    [InlineData("\u009b31m\u007f", "\\u009b31m\\u007f")]
    [InlineData("\u202egnp.exe\u2066", "\\u202egnp.exe\\u2066")]
    [InlineData("\u2028\u2029", "\\u2028\\u2029")]
    [InlineData("مرحبا\u200f ۱۲\u06dd co\u00adop cafe\u0301 बहुत 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ตลาด", "مرحبا\u200f ۱۲\u06dd co\u00adop cafe\u0301 बहुत 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ตลาด")]
    public void What_a_terminal_would_obey_is_written_as_an_escape(string text, string expected) =>
        Assert.Equal(expected, TerminalText.Clean(text));

    [Theory]
    [InlineData("runs/vae-1", "runs/vae-1")]
    [InlineData("my run", "'my run'")]
    [InlineData("it's $HOME", @"'it'\''s $HOME'")]
    [InlineData("", "''")]
    public void A_word_of_a_command_is_in_quotes_where_a_shell_needs_them(string text, string expected) =>
        Assert.Equal(expected, TerminalText.Word(text));

    [Fact]
    public void Half_of_a_surrogate_pair_is_written_as_an_escape()
    {
        // Attributes cannot hold such text: compilers store them as UTF-8.
        Assert.Equal("x\\ud83d", TerminalText.Clean("x\ud83d"));
        Assert.Equal("\\ude00x", TerminalText.Clean("\ude00x"));
    }

    [Fact]
    public void Cleaned_text_is_harmless_and_stays_as_it_is_when_cleaned_again() =>
        Gen.String.All(
            text =>
            {
                var clean = TerminalText.Clean(text);
                return !clean.Any(char.IsControl)
                    && TerminalText.Clean(clean) == clean
                    && Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(clean)) == clean;
            },
            samples: 1000);
}
