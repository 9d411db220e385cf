using TextVae.Runs;

namespace TextVae.Tests.Runs;

public sealed class ModelFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ModelFolder _model;

    public ModelFolderTests() => _model = new ModelFolder(_folder["model"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_next_one_is_seen_only_when_it_takes_the_place_of_the_one_before()
    {
        Put("first");
        _model.Prepare(next => Fill(next, "second"));
        Assert.Equal("first", Content("model"));

        _model.Replace();

        Assert.Equal("second", Content("model"));
        Assert.Equal([_folder["model"]], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void When_the_next_one_cannot_be_written_the_one_before_stays_alone()
    {
        Put("first");

        var error = Assert.Throws<TextVaeException>(() => _model.Prepare(next =>
        {
            Fill(next, "half");
            throw new IOException("No space left on device", 28);
        }));

        Assert.Equal(
            $"'{_folder[".model.next"]}' cannot be written: the disk is full. Free some space, then start again; a training goes on "
            + "with --resume.",
            error.Message);
        Assert.Equal("first", Content("model"));
        Assert.Equal([_folder["model"]], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("old", "new", null, "new", "killed before the new one was put in place")]
    [InlineData("new", "old", null, "new", "killed before the old one was deleted")]
    [InlineData(null, "new", null, "new", "killed before the first one was put in place")]
    [InlineData(null, "new", "old", "new", "killed between two renames, where they do not go in one")]
    [InlineData("new", null, "old", "new", "killed before the old one was deleted, there")]
    [InlineData("old", "half", null, "old", "killed while the new one was written")]
    [InlineData(null, "half", "old", "old", "no more than the old one is left")]
    [InlineData("old", null, null, "old", "nothing was going on")]
    public void What_a_killed_process_has_left_becomes_one_whole_model(
        string? inPlace, string? next, string? aside, string expected, string when)
    {
        foreach (var (name, content) in new[] { ("model", inPlace), (".model.next", next), (".model.aside", aside) })
        {
            if (content is not null)
                Fill(_folder[name], content);
        }

        _model.Repair(folder => Content(folder) == "new");

        Assert.True(expected == Content("model"), when);
        Assert.Equal([_folder["model"]], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Two_names_change_places_or_nothing_happens()
    {
        Fill(_folder["a"], "1");
        Fill(_folder["b"], "2");

        var changed = FolderEntries.TryExchange(_folder["a"], _folder["b"]);

        Assert.Equal(changed ? ("2", "1") : ("1", "2"), (Content("a"), Content("b")));
        Assert.False(FolderEntries.TryExchange(_folder["a"], _folder["none"]));
    }

    private void Put(string content)
    {
        _model.Prepare(next => Fill(next, content));
        _model.Replace();
    }

    private static void Fill(string folder, string content)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "file"), content);
    }

    private string Content(string folder) => File.ReadAllText(Path.Combine(_folder[folder], "file"));
}
