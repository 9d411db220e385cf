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
    public void A_folder_that_is_not_there_is_not_made() =>
        Assert.Throws<DirectoryNotFoundException>(
            () => AtomicFile.Write(Path.Combine(_folder, "none", "file"), _ => { }));
}
