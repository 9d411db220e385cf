using TextVae.Corpus;

namespace TextVae.Tests.Corpus;

public sealed class SeenSentencesTests
{
    [Fact]
    public void Sentences_are_the_same_by_all_their_tokens()
    {
        var texts = new Queue<string>(["a b c", "a b", "c", "a b c", "b a", "a", "a b c", "c b a", "a b b a", "c", "b a", "c"]);
        using var data = new TinyDataset(_ => texts.Dequeue(), (5, 1, 6));

        Assert.Equal(
            [true, false, false, true, true, true],
            SeenSentences.Of(data.Dataset.Test, data.Dataset.Train, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void It_finds_what_comparing_all_with_all_finds()
    {
        using var data = new TinyDataset(random => string.Join(' ', Enumerable.Range(0, 1 + random.Next(3)).Select(_ => "abc"[random.Next(3)])), (40, 13, 30));
        var (train, test) = (data.Dataset.Train, data.Dataset.Test);

        var seen = SeenSentences.Of(test, train, TestContext.Current.CancellationToken);

        Assert.Equal(
            Enumerable.Range(0, test.Count).Select(i => Enumerable.Range(0, train.Count).Any(j => train.Read(j).SequenceEqual(test.Read(i)))), seen);
        Assert.Contains(true, seen);
        Assert.Contains(false, seen);
    }
}
