using TextVae.Runs;

namespace TextVae.Tests.Runs;

public sealed class DatasetRulesTests
{
    private static readonly Recipe Labelled = new() { Model = Tiny.Autoencoder with { LabelEmbedding = 3 } };

    [Fact]
    public void A_dataset_without_labels_does_not_serve_a_model_for_labels()
    {
        using var data = new TinyDataset();

        Assert.Equal(
            "The dataset 'set' has no labels, and model.label_embedding is 3, which needs one for every text. Prepare it anew with "
            + "--label-field, or set model.label_embedding=0.",
            Refusal(data));
    }

    [Fact]
    public void Every_text_has_to_have_a_label()
    {
        using var data = new TinyDataset(labels: ["x", "y", null]);

        Assert.Equal(
            "The dataset 'set' has 20 of 60 texts without a label in its train split, and model.label_embedding is 3, which needs one "
            + "for every text. Prepare it anew from texts with labels, or set model.label_embedding=0.",
            Refusal(data));
    }

    [Fact]
    public void Some_text_has_to_have_the_label_that_is_predicted_from_z()
    {
        var recipe = new Recipe { Objective = new() { Label = 2 } };
        using var without = new TinyDataset();
        using var some = new TinyDataset(labels: ["x", null]);

        DatasetRules.Check(recipe, some.Dataset, "set");
        Assert.Equal(
            "The dataset 'set' has no text with a label in its train split, and objective.label is 2, which predicts labels. Prepare it anew "
            + "with --label-field, or set objective.label=0.",
            Assert.Throws<DataException>(() => DatasetRules.Check(recipe, without.Dataset, "set")).Message);
    }

    [Fact]
    public void A_run_is_refused_before_it_leaves_a_folder()
    {
        using var data = new TinyDataset();
        using var folder = new TemporaryFolder();

        Assert.Throws<DataException>(() => TrainingRun.Start(Labelled, data.Dataset, data.Path, new RunFolder(folder["run"])));

        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public void Labels_that_are_not_needed_may_be_missing()
    {
        using var data = new TinyDataset(labels: ["x", "y", null]);

        Assert.Null(Record.Exception(() => DatasetRules.Check(new Recipe(), data.Dataset, "set")));
    }

    private static string Refusal(TinyDataset data) =>
        Assert.Throws<DataException>(() => DatasetRules.Check(Labelled, data.Dataset, "set")).Message;
}
