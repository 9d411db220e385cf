using TextVae.Evaluation;

namespace TextVae.Tests.Evaluation;

public sealed class LabelJudgeTests
{
    [Fact]
    public void Texts_with_the_words_of_a_label_have_it_and_unknown_labels_are_not_judged()
    {
        // The label of a text is its number's, and so are its words.
        var next = 0;
        using var data = new TinyDataset(_ => next++ % 2 == 0 ? "good fine good" : "bad poor", (80, 4, 4), labels: ["up", "down"]);
        int[] Words(string text) => [.. text.Split(' ').Select(data.Dataset.Vocabulary.IdOf)];

        var judge = LabelJudge.Train(data.Dataset)!;

        Assert.Equal([true, false, true], judge.Agree([Words("fine"), Words("poor bad"), Words("good poor good good")], "up"));
        Assert.Equal([false, true], judge.Agree([Words("good"), Words("bad")], "down"));
        Assert.Equal([null, null], judge.Agree([Words("good"), Words("bad")], "sideways"));
        Assert.Empty(judge.Agree([], "up"));
    }

    [Fact]
    public void Its_training_can_be_stopped()
    {
        using var data = new TinyDataset(labels: ["up", "down"]);

        Assert.Throws<OperationCanceledException>(
            () => LabelJudge.Train(data.Dataset, cancellation: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void There_is_none_where_all_labels_are_the_same_or_there_are_none()
    {
        using var same = new TinyDataset(labels: ["up"]);
        using var none = new TinyDataset();

        Assert.Null(LabelJudge.Train(same.Dataset));
        Assert.Null(LabelJudge.Train(none.Dataset));
    }
}
