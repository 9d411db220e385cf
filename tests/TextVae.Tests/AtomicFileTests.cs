using System.Text;

namespace TextVae.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("textvae-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_is_replaced_by_the_new_content_and_nothing_is_left_beside_it()
    {
        var path = Path.Combine(_folder, "file");
        File.WriteAllText(path, "old and longer");

        AtomicFile.Write(path, stream => stream.Write("new"u8));

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "in the way");
        AtomicFile.CreateFolder(Path.Combine(_folder, "new", "deep"));
        AtomicFile.CreateFolder(Path.Combine(_folder, "new", "deep"));

        var error = Assert.Throws<TextVaeException>(() => AtomicFile.CreateFolder(file));

        Assert.StartsWith($"'{file}' cannot be written: ", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_folder, "new", "deep")));
    }

    [Fact]
    public void A_place_is_tried_without_a_trace()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "in the way");

        AtomicFile.RequirePlace(_folder);
        AtomicFile.RequirePlace(Path.Combine(_folder, "new", "deep"));
        var error = Assert.Throws<TextVaeException>(() => AtomicFile.RequirePlace(Path.Combine(file, "deep")));

        Assert.StartsWith($"'{file}/deep' cannot be written: ", error.Message, StringComparison.Ordinal);
        Assert.Equal([file], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_folder_that_is_there_but_takes_no_files_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc is Linux's");

        var error = Assert.Throws<TextVaeException>(() => AtomicFile.RequirePlace("/proc/self"));

        Assert.StartsWith("'/proc/self' cannot be written: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void When_writing_fails_the_old_content_stays()
    {
        var path = Path.Combine(_folder, "file");
        File.WriteAllText(path, "old");

        var error = Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half"u8);
            throw new InvalidOperationException("no more");
        }));

        Assert.Equal("no more", error.Message);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Readers_see_the_old_content_until_all_of_the_new_is_written()
    {
        var path = Path.Combine(_folder, "file");
        File.WriteAllText(path, "old");

        AtomicFile.Write(path, stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(path));
        });

        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void Writers_at_once_leave_the_whole_content_of_one_of_them()
    {
        var path = Path.Combine(_folder, "file");
        var contents = Enumerable.Range(0, 16).Select(i => new string((char)('a' + i), 50_000)).ToArray();

        Parallel.ForEach(contents, text => AtomicFile.Write(path, stream => stream.Write(Encoding.ASCII.GetBytes(text))));

        Assert.Contains(File.ReadAllText(path), contents);
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_not_made()
    {
        var path = Path.Combine(_folder, "none", "file");

        var error = Assert.Throws<TextVaeException>(() => AtomicFile.Write(path, _ => { }));

        Assert.Equal(
            $"'{path}' cannot be written: its folder is not there. See whether the folder was deleted or its disk is no longer "
            + "mounted, then start again; a training goes on with --resume.",
            error.Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData(28, "the disk is full. Free some space")]
    [InlineData(122, "the disk quota is used up. Free some space")]
    [InlineData(27, "it is larger than this process may write. Raise the limit (ulimit -f)")]
    [InlineData(30, "the file system is read-only. Choose another folder, or have the disk mounted for writing")]
    [InlineData(5, "the disk failed (input/output error). See whether it is still there and whole")]
    public void What_a_disk_says_is_told_with_what_to_do(int error, string told)
    {
        var path = Path.Combine(_folder, "file");
        File.WriteAllText(path, "old");

        var failure = Assert.Throws<TextVaeException>(
            () => AtomicFile.Write(path, _ => throw new IOException("Input/output error", error)));

        Assert.Equal($"'{path}' cannot be written: {told}, then start again; a training goes on with --resume.", failure.Message);
        Assert.Equal("old", File.ReadAllText(path));
    }

    [Fact]
    public void What_a_killed_writer_left_long_ago_goes_away_with_the_next_write_to_the_same_file()
    {
        var path = Path.Combine(_folder, "file");
        var abandoned = Leftover("file", age: TimeSpan.FromHours(2));
        var alive = Leftover("file", age: TimeSpan.FromMinutes(1));
        var another = Leftover("files", age: TimeSpan.FromHours(2));

        AtomicFile.WriteText(path, "new");

        Assert.False(File.Exists(abandoned));
        Assert.True(File.Exists(alive));
        Assert.True(File.Exists(another));
    }

    [Fact]
    public void Sweeping_takes_all_temporary_files_and_nothing_else()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "below"));
        string[] swept = [Leftover("a", TimeSpan.Zero), Leftover("below/b.json", TimeSpan.Zero)];
        string[] kept = [.. new[] { ".lock", ".mine.tmp", "notes.tmp", $"x.{Guid.NewGuid():N}.tmp" }.Select(name => Path.Combine(_folder, name))];
        foreach (var file in kept)
            File.WriteAllText(file, "");

        AtomicFile.Sweep(_folder);

        Assert.DoesNotContain(swept, File.Exists);
        Assert.All(kept, file => Assert.True(File.Exists(file)));
    }

    private string Leftover(string name, TimeSpan age)
    {
        var path = Path.Combine(_folder, Path.GetDirectoryName(name)!, $".{Path.GetFileName(name)}.{Guid.NewGuid():N}.tmp");
        File.WriteAllText(path, "half");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow - age);
        return path;
    }
}
