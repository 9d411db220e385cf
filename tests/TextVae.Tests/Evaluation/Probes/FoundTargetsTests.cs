using TextVae.Corpus;
using TextVae.Evaluation.Probes;

namespace TextVae.Tests.Evaluation.Probes;

/// <summary>The phrases and words that probes ask for without being told.</summary>
public sealed class FoundTargetsTests
{
    private static readonly Vocabulary Words = new(["the", "food", "was", "thank", "you", ".", "good", "bad"]);

    [Fact]
    public void Phrases_are_runs_that_their_words_do_not_explain_the_one_that_tells_most_first()
    {
        var texts = Cut("thank you", "the food thank you", "the was food", "was the food good", "food was . the .", ". .");

        // thank you: 2/20 · ln((2/20) / (2/20)²) = 0.230; the food: 2/20 · ln((2/20) / (4/20)²) = 0.092.
        Assert.Equal(["thank you", "the food"], Names(FrequentPhrases.Of(texts, Words, 5)));
        Assert.Equal(["thank you"], Names(FrequentPhrases.Of(texts, Words, 1)));
    }

    [Fact]
    public void Neither_unknown_words_nor_single_runs_nor_what_shares_a_word_with_a_better_one_is_a_phrase()
    {
        var texts = Cut("thank you", "thank you the", "you the", "odd odd", "odd odd", "good bad");

        Assert.Equal(["thank you"], Names(FrequentPhrases.Of(texts, Words, 5)));
    }

    [Fact]
    public void The_words_that_separate_labels_take_turns_between_them_and_leave_what_all_have()
    {
        var texts = Cut("the food was good", "the good food .", "the food was bad", "bad bad . the .");

        Assert.Equal(["good", "bad"], Names(LabelWords.Of(texts, [0, 0, 1, 1], Words, 2)));
        Assert.Equal(["bad", "good"], Names(LabelWords.Of(texts, [1, 1, 0, 0], Words, 2)));
    }

    [Fact]
    public void The_order_of_texts_means_nothing_to_either()
    {
        var texts = Cut("thank you good", "the food thank you", "was the food bad", "the food was bad .");
        int[] labels = [0, 0, 1, 1];
        int[][] turned = [.. texts.Reverse()];

        Assert.Equal(Names(FrequentPhrases.Of(texts, Words, 9)), Names(FrequentPhrases.Of(turned, Words, 9)));
        Assert.Equal(Names(LabelWords.Of(texts, labels, Words, 9)), Names(LabelWords.Of(turned, [1, 1, 0, 0], Words, 9)));
    }

    private static int[][] Cut(params string[] texts) =>
        [.. texts.Select(text => text.Split(' ').Select(word => Words.IdOf(word)).ToArray())];

    private static IEnumerable<string> Names(IEnumerable<ProbePhrase> phrases) => phrases.Select(phrase => phrase.Text);
}
