using TextVae.Native;

namespace TextVae.Tests.Native;

public sealed class NativeFilesTests
{
    [Fact]
    public void A_library_that_is_nowhere_is_named_with_the_folders_searched()
    {
        var error = Assert.Throws<NativeRuntimeException>(() => NativeFiles.Require("libnone.so"));

        Assert.Equal(
            $"The native library 'libnone.so' is in none of the folders {string.Join(", ", NativeFiles.Folders)}. "
            + "Reference a libtorch package, such as TorchSharp-cpu, in the program that uses TextVae.",
            error.Message);
        Assert.Contains(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory), NativeFiles.Folders);
    }

    [Fact]
    public void A_library_that_cannot_be_loaded_is_named_with_the_loaders_reason()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The words are those of Linux's loader.");
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "this is no library");

            var error = Assert.Throws<NativeRuntimeException>(() => NativeFiles.Load(path));

            Assert.Equal($"The native library '{path}' cannot be loaded: {path}: file too short.", error.Message);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
