using TextVae.Corpus.Preparing;

namespace TextVae.Tests.Corpus.Preparing;

public sealed class OutputFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Target => _folder["data"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_committed_folder_has_what_was_written_and_nothing_else()
    {
        using (var output = OutputFolder.Create(Target))
        {
            File.WriteAllText(output.File("file"), "content");
            Assert.False(Directory.Exists(Target));
            output.Commit();
        }

        Assert.Equal([Target], Directory.GetFileSystemEntries(_folder.Path));
        Assert.Equal([Path.Combine(Target, "file")], Directory.GetFileSystemEntries(Target));
    }

    [Fact]
    public void What_a_killed_process_has_left_goes_away_and_what_a_living_one_makes_stays()
    {
        var dead = _folder[$".data.{Guid.NewGuid():N}"];
        var another = _folder[$".other.{Guid.NewGuid():N}"];
        string[] notOurs = [_folder[$".data.{Guid.NewGuid():N}"], _folder[".data.backup"]];
        foreach (var folder in notOurs.Append(dead).Append(another))
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "provisional.tokens"), "half");
        }

        File.WriteAllText(Path.Combine(dead, ".lock"), "");
        File.WriteAllText(Path.Combine(another, ".lock"), "");

        using var living = OutputFolder.Create(Target);
        using var next = OutputFolder.Create(Target);

        Assert.Equal(
            notOurs.Append(another).Append(living.Path).Append(next.Path).Order(),
            Directory.GetFileSystemEntries(_folder.Path).Order());
    }
}
