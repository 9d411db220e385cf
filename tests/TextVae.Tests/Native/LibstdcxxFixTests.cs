using TextVae.Native;

namespace TextVae.Tests.Native;

public sealed class LibstdcxxFixTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("textvae-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_copy_of_the_real_library_differs_in_the_weak_flag_alone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The library is an ELF file on Linux only.");
        var original = File.ReadAllBytes(NativeFiles.Find(NativeFiles.Wrapper)!);
        var copy = (byte[])original.Clone();

        LibstdcxxFix.Weaken(copy, NativeFiles.Wrapper);

        var changed = Assert.Single(Enumerable.Range(0, copy.Length), i => copy[i] != original[i]);
        Assert.Equal(0, original[changed]);
        Assert.Equal(2, copy[changed]);
    }

    [Fact]
    public void The_copy_in_use_is_the_weakened_library()
    {
        Assert.SkipUnless(LibstdcxxFix.IsNeeded(), "This system's libstdc++ is new enough.");
        var expected = File.ReadAllBytes(NativeFiles.Find(NativeFiles.Wrapper)!);
        LibstdcxxFix.Weaken(expected, NativeFiles.Wrapper);

        var copy = NativeRuntime.Fix?.Copy;

        Assert.SkipWhen(copy is null, "The cache folder cannot be written, so the copy was temporary.");
        Assert.Equal(expected, File.ReadAllBytes(copy));
    }

    [Fact]
    public void Copies_stored_at_once_leave_one_whole_file()
    {
        var image = new byte[300_000];
        new Random(5).NextBytes(image);

        Parallel.For(0, 24, _ => LibstdcxxFix.StoreCopy(Path.Combine(_folder, "new"), "key", image));

        var file = Assert.Single(Directory.GetFiles(Path.Combine(_folder, "new")));
        Assert.Equal("libLibTorchSharp-key.so", Path.GetFileName(file));
        Assert.Equal(image, File.ReadAllBytes(file));
    }

    [Fact]
    public void A_damaged_copy_is_replaced_and_a_good_one_kept()
    {
        var path = LibstdcxxFix.StoreCopy(_folder, "key", [1, 2, 3]);
        File.WriteAllBytes(path, [1, 2]);

        LibstdcxxFix.StoreCopy(_folder, "key", [1, 2, 3]);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));

        var past = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, past);
        LibstdcxxFix.StoreCopy(_folder, "key", [1, 2, 3]);
        Assert.Equal(past, File.GetLastWriteTimeUtc(path));
    }

    [Fact]
    public void A_damaged_library_is_named_with_its_damage()
    {
        var error = Assert.Throws<NativeRuntimeException>(() => LibstdcxxFix.Weaken(new byte[10], "/app/library.so"));

        Assert.Equal(
            "The native library '/app/library.so' is damaged: it is not a 64-bit little-endian ELF file. Restore the "
            + "package TorchSharp again.",
            error.Message);
    }

    [Fact]
    public void A_library_that_the_fix_is_not_for_is_named()
    {
        var image = ElfImage.Make();
        image[ElfImage.StringsAt + image.AsSpan(ElfImage.StringsAt).IndexOf("3.4.32"u8)] = (byte)'4';

        var error = Assert.Throws<NativeRuntimeException>(() => LibstdcxxFix.Weaken(image, "/app/library.so"));

        Assert.Equal(
            "This system's libstdc++ is older than GCC 13's, and the native library '/app/library.so' does not ask "
            + "for GLIBCXX_3.4.32, which the loading fix is for. Use the TorchSharp version that TextVae was built with.",
            error.Message);
    }

    [Theory]
    [InlineData("/cache", "/home/me", "/cache/textvae")]
    [InlineData("", "/home/me", "/home/me/.cache/textvae")]
    [InlineData(null, "/home/me", "/home/me/.cache/textvae")]
    [InlineData("relative", "/home/me", "/home/me/.cache/textvae")]
    public void The_cache_folder_follows_the_convention_of_the_desktop(string? cacheHome, string home, string expected) =>
        Assert.Equal(expected, CacheFolder.Find(cacheHome, home));
}
