using TextVae.Corpus;
using TextVae.Evaluation;

namespace TextVae.Tests.Evaluation;

public sealed class LabelAgreementTests
{
    [Fact]
    public void A_text_agrees_when_it_says_what_the_label_of_its_sentence_says()
    {
        using var data = Data("down", "up");
        var (bad, good) = (Ids(data, "bad food"), Ids(data, "good food"));

        // The test sentences have the labels down, up, down, up, ... in turn, and say so, all eleven of them: six are down.
        Assert.Equal(new LabelAgreement(1, 1, 6 / 11.0), Of(data, i => i % 2 == 0 ? bad : good));
        Assert.Equal(new LabelAgreement(0, 1, 6 / 11.0), Of(data, i => i % 2 == 0 ? good : bad));
        Assert.Equal(new LabelAgreement(5 / 11.0, 1, 6 / 11.0), Of(data, _ => good));
    }

    [Fact]
    public void Of_stars_one_and_two_are_alike_and_three_is_left_out()
    {
        using var data = Data("1", "4", "2", "5", "3");
        var (bad, good) = (Ids(data, "bad food"), Ids(data, "good food"));

        // Eleven test sentences have the stars 1, 4, 2, 5, 3, 1, 4, 2, 5, 3, 1: nine that count, five of them low.
        Assert.Equal(new LabelAgreement(1, 1, 5 / 9.0), Of(data, i => (i % 5) is 0 or 2 ? bad : good));
        Assert.Equal(new LabelAgreement(4 / 9.0, 1, 5 / 9.0), Of(data, _ => good));
    }

    [Fact]
    public void Four_numbers_are_no_stars()
    {
        using var data = Data("1", "2", "3", "4");
        var all = new[] { "bad", "good", "cold", "warm" }.Select(word => Ids(data, $"{word} food")).ToArray();

        Assert.Equal(new LabelAgreement(1, 1, 3 / 11.0), Of(data, i => all[i % 4]));
        Assert.Equal(new LabelAgreement(3 / 11.0, 1, 3 / 11.0), Of(data, _ => all[0]));
    }

    [Fact]
    public void Sentences_without_a_label_do_not_count()
    {
        using var data = Data("down", "up", null);
        var (bad, good) = (Ids(data, "bad food"), Ids(data, "good food"));

        Assert.Equal(new LabelAgreement(1, 1, 0.5), Of(data, i => i % 3 == 0 ? bad : good));
        Assert.Equal(new LabelAgreement(0.5, 1, 0.5), Of(data, _ => bad));
    }

    [Fact]
    public void The_unknown_word_says_nothing()
    {
        using var data = Data("down", "up");
        int[] bad = [Vocabulary.Unknown, .. Ids(data, "bad food"), Vocabulary.Unknown];

        Assert.Equal(new LabelAgreement(6 / 11.0, 1, 6 / 11.0), Of(data, _ => bad));
    }

    [Fact]
    public void Without_labels_that_differ_there_is_none()
    {
        using var unlabelled = new TinyDataset();
        using var alike = Data("up");

        Assert.Null(Of(unlabelled, _ => []));
        Assert.Null(Of(alike, _ => []));
    }

    [Fact]
    public void There_is_a_text_of_every_sentence() =>
        Assert.Equal(
            "There are 1 texts of 11 sentences. (Parameter 'texts')",
            Assert.Throws<ArgumentException>(() =>
            {
                using var data = Data("down", "up");
                return LabelAgreement.Of(data.Dataset, Split.Test, [[]]);
            }).Message);

    /// <summary>Sentences each with a word for its label, another for all, and one that means nothing.</summary>
    private static TinyDataset Data(params string?[] labels)
    {
        var place = 0;
        string Text(Random random)
        {
            var word = labels[place++ % labels.Length] switch
            {
                "down" or "1" => "bad",
                "2" => labels.Length == 4 ? "good" : "bad",
                "3" when labels.Length == 4 => "cold",
                "4" when labels.Length == 4 => "warm",
                _ => "good",
            };
            return $"{word} food {(random.Next(2) == 0 ? "here" : "there")}";
        }

        // Each split begins with the first label again, so the counts of the splits before are multiples of all turns.
        return new TinyDataset(Text, (60, 60, 11), 1, labels);
    }

    private static int[] Ids(TinyDataset data, string text) => [.. text.Split(' ').Select(data.Dataset.Vocabulary.IdOf)];

    private static LabelAgreement? Of(TinyDataset data, Func<int, int[]> text) =>
        LabelAgreement.Of(data.Dataset, Split.Test, [.. Enumerable.Range(0, data.Dataset.Test.Count).Select(text)]);
}
