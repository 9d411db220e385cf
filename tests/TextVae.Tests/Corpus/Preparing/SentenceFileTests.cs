using TextVae.Corpus.Preparing;

namespace TextVae.Tests.Corpus.Preparing;

public sealed class SentenceFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Sentences_come_back_as_often_as_they_are_read()
    {
        int[][] sentences = [[1, 2], [], [int.MaxValue], [.. Enumerable.Range(0, 100_000)]];
        using SentenceFile file = new(_folder["sentences"]);
        foreach (var sentence in sentences)
            file.Add(sentence);
        Assert.Equal(4, file.Count);
        Assert.Equal(sentences, file.Read().Select(ids => ids.ToArray()));
        Assert.Equal(sentences, file.Read().Select(ids => ids.ToArray()));
    }

    public void Dispose() => _folder.Dispose();
}
