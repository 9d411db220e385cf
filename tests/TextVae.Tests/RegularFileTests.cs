using System.Diagnostics;
using System.Text;

namespace TextVae.Tests;

public sealed class RegularFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_read_whole_up_to_the_limit()
    {
        var file = _folder.Write("a", "\uFEFFé😀");

        Assert.Equal("é😀", RegularFile.ReadAllText(file, 9));
        Assert.Equal(9, RegularFile.LengthOf(file));
        Assert.Equal(
            "It has 9 bytes; at most 8 are read.", Assert.Throws<IOException>(() => RegularFile.ReadAllBytes(file, 8)).Message);
        Assert.Throws<DecoderFallbackException>(() => RegularFile.ReadAllText(_folder.Write("b", [0xFF]), 9));
        Assert.Throws<FileNotFoundException>(() => RegularFile.ReadAllBytes(_folder["absent"], 8));
    }

    [Theory]
    [InlineData("", new string[0])]
    [InlineData("one\n\ntwo", new[] { "one", "", "two" })]
    [InlineData("one\n", new[] { "one" })]
    [InlineData("one\ntoo long\nthree\n", new[] { "one", "too l" })]
    public void Lines_are_read_up_to_one_that_is_too_long(string content, string[] lines) =>
        Assert.Equal(lines, RegularFile.ReadLines(_folder.Write("a", content), 5));

    [Fact]
    public void A_link_is_what_it_leads_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        File.CreateSymbolicLink(_folder["link"], _folder.Write("a", "content"));

        Assert.Equal(7, RegularFile.LengthOf(_folder["link"]));
    }

    [Fact]
    public void What_is_no_regular_file_is_not_opened()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems have other devices.");
        using (var process = Process.Start("mkfifo", [_folder["pipe"]]))
            process.WaitForExit();
        File.CreateSymbolicLink(_folder["zero"], "/dev/zero");

        string Refusal(string path) => Assert.Throws<IOException>(() => RegularFile.ReadAllBytes(path, 10)).Message;
        Assert.Equal("It is a named pipe and no regular file.", Refusal(_folder["pipe"]));
        Assert.Equal("It is a device and no regular file.", Refusal(_folder["zero"]));
        Assert.Equal("It is a folder and no regular file.", Refusal(_folder.Path));
    }
}
