using System.Text.RegularExpressions;
using TextVae.Batches;
using TextVae.Corpus;
using TextVae.Models;
using TextVae.Networks;
using TextVae.Runs;
using TorchSharp;

namespace TextVae.Tests.Runs;

public sealed class TrainedModelTests : IDisposable
{
    private readonly TinyDataset _data = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _data.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(EncoderKind.Bidirectional, CellKind.Gru, AttentionKind.Word, 1, false)]
    [InlineData(EncoderKind.Bidirectional, CellKind.Lstm, AttentionKind.Word, 2, true)]
    [InlineData(EncoderKind.Unidirectional, CellKind.Lstm, AttentionKind.Word, 3, false)]
    [InlineData(EncoderKind.Convolutional, CellKind.Gru, AttentionKind.Feature, 1, true)]
    [InlineData(EncoderKind.Transformer, CellKind.Gru, AttentionKind.Word, 2, true, DecoderKind.Transformer)]
    public void A_model_comes_back_as_it_was_saved(
        EncoderKind encoder, CellKind cell, AttentionKind attention, int layers, bool isTied,
        DecoderKind decoder = DecoderKind.Recurrent)
    {
        using var quiet = torch.no_grad();
        using var original = (VariationalAutoencoder)Save(
            Tiny.Autoencoder with
            {
                Encoder = encoder,
                Decoder = decoder,
                FeedForward = decoder == DecoderKind.Transformer ? 10 : 0,
                Cell = cell,
                Summary = SummaryKind.Attention,
                Attention = attention,
                Layers = layers,
                IsTied = isTied,
            });
        using var loaded = TrainedModel.Load(_folder["model"]);
        using var batch = Batch.Of([loaded.WordsOf("a b unheard-of c")]);

        var copy = (VariationalAutoencoder)loaded.Model;

        var mu = original.Encode(batch).Mu;
        Assert.Equal(Tiny.Floats(mu), Tiny.Floats(copy.Encode(batch).Mu));
        Assert.Equal(Tiny.Floats(original.Reconstruction(batch, mu)), Tiny.Floats(copy.Reconstruction(batch, mu)));
        Assert.Equal("a b <unk> c", loaded.TextOf(loaded.WordsOf("a b unheard-of c")));
        Assert.Equal((7L, _data.Dataset.Info.Hash), (loaded.Step, loaded.DatasetHash));
        Assert.Equal(original.Options, copy.Options);
    }

    [Fact]
    public void A_model_of_byte_pairs_needs_nothing_but_its_folder()
    {
        PrepareOptions options = new()
        {
            Train = [_folder.Write("train.txt", "这里的菜很好吃 😀\nit was good, it was\n")],
            Valid = [_folder.Write("valid.txt", "good\n")],
            Tokenizer = TokenizerKind.Bpe,
            MaxWords = 270,
            Normalize = TextNormalization.None,
        };
        DatasetBuilder.Prepare(options, _folder["data"]);
        using (var dataset = Dataset.Open(_folder["data"]))
        using (var model = TextModel.Create(Tiny.Autoencoder, dataset.Vocabulary.Count, seed: 1))
        {
            for (var step = 1; step <= 2; step++)
                TrainedModel.Save(_folder["model"], model, dataset, step, Tiny.Report);
        }

        Directory.Delete(_folder["data"], recursive: true);
        using var loaded = TrainedModel.Load(_folder["model"]);

        foreach (var text in new[] { "这里的菜", " it  was\n\tgood", "e\u0301 👩‍🚀 unheard-of <unk>" })
        {
            Assert.DoesNotContain(Vocabulary.Unknown, loaded.WordsOf(text));
            Assert.Equal(text, loaded.TextOf(loaded.WordsOf(text)));
        }

        File.Delete(Path.Combine(_folder["model"], "merges.txt"));
        Assert.StartsWith($"The merges '{Path.Combine(_folder["model"], "merges.txt")}' cannot be read: ", Refusal());
    }

    [Fact]
    public void Q_mi_comes_back_with_its_model()
    {
        using var quiet = torch.no_grad();
        using var original = (VariationalAutoencoder)Save(Tiny.Autoencoder with { HasInformationNetwork = true });
        using var loaded = TrainedModel.Load(_folder["model"]);
        using var batch = Batch.Of([[4, 5], [6]]);
        var z = torch.randn(2, 2);
        float[] Bound(VariationalAutoencoder model) => Tiny.Floats(model.InformationBound(model.States(batch, z), z, batch));

        Assert.Equal(Bound(original), Bound((VariationalAutoencoder)loaded.Model));
    }

    [Fact]
    public void What_predicts_labels_comes_back_though_the_model_reads_none()
    {
        using var data = new TinyDataset(labels: ["bad", "good"]);
        using var original = (VariationalAutoencoder)TextModel.Create(
            Tiny.Autoencoder with { HasLabelPredictor = true }, data.Dataset.Vocabulary.Count, seed: 4, labels: 2);
        TrainedModel.Save(_folder["model"], original, data.Dataset, step: 7, Tiny.Report);

        using var loaded = TrainedModel.Load(_folder["model"]);

        Assert.Empty(loaded.Labels);
        using var batch = Batch.Of([[4, 5], [6]], labels: [1, 0]);
        var z = torch.randn(2, 2);
        float[] Loss(TextModel model) => Tiny.Floats(((VariationalAutoencoder)model).LabelPredictor!.NegativeLogLikelihood(z, batch));
        Assert.Equal(Loss(original), Loss(loaded.Model));
    }

    [Theory]
    [InlineData("2000000000", "' does not fit the model: its config.json describes ")]
    [InlineData("-1", "its predicted_labels is -1; it has to be at least 0.")]
    [InlineData("3", "its predicted_labels is 3, and it names 2 labels.", true)]
    public void As_many_predicted_labels_as_the_weights_have_room_for_are_believed(string count, string problem, bool readsLabels = false)
    {
        using var data = new TinyDataset(labels: ["bad", "good"]);
        var options = Tiny.Autoencoder with { HasLabelPredictor = true, LabelEmbedding = readsLabels ? 3 : 0 };
        using (var original = TextModel.Create(options, data.Dataset.Vocabulary.Count, seed: 4, labels: 2))
            TrainedModel.Save(_folder["model"], original, data.Dataset, step: 7, Tiny.Report);
        _folder.Replace("model/config.json", "\"predicted_labels\": 2", $"\"predicted_labels\": {count}");
        File.Delete(Path.Combine(_folder["model"], "SHA256SUMS"));

        Assert.Contains(problem, Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_does_not_speak_of_q_mi_or_labels_has_none()
    {
        Save().Dispose();
        _folder.Replace("model/config.json", "  \"information_network\": false,\n", "");
        _folder.Replace("model/config.json", "  \"labels\": [],\n", "");
        File.Delete(Path.Combine(_folder["model"], "SHA256SUMS"));

        using var loaded = TrainedModel.Load(_folder["model"]);

        Assert.Equal(Tiny.Autoencoder, loaded.Model.Options);
    }

    [Fact]
    public void A_folder_that_does_not_speak_of_its_decoder_has_a_recurrent_one()
    {
        var options = Tiny.Autoencoder with { Heads = new ModelOptions().Heads };
        Save(options).Dispose();
        foreach (var line in new[] { "\"decoder\": \"recurrent\"", "\"heads\": 4", "\"feed_forward\": 0" })
            _folder.Replace("model/config.json", $"  {line},\n", "");
        File.Delete(Path.Combine(_folder["model"], "SHA256SUMS"));

        using var loaded = TrainedModel.Load(_folder["model"]);

        Assert.Equal(options, loaded.Model.Options);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("weights.safetensors")]
    [InlineData("vocabulary.txt")]
    public void A_missing_file_is_named(string file)
    {
        Save().Dispose();
        File.Delete(Path.Combine(_folder["model"], file));

        Assert.Equal(
            $"The model folder '{_folder["model"]}' has no {file}. A model needs config.json, weights.safetensors and "
            + "vocabulary.txt: copy the whole folder, or give a run folder that has finished an evaluation.",
            Refusal());
    }

    [Fact]
    public void Truncated_weights_are_refused()
    {
        Save().Dispose();
        var weights = Path.Combine(_folder["model"], "weights.safetensors");
        File.WriteAllBytes(weights, File.ReadAllBytes(weights)[..^10]);

        Assert.Matches(
            $"^The safetensors file '{Regex.Escape(weights)}' cannot be used: its tensor '[a-z_.]+' ends after the [0-9]+ bytes of data\\. "
            + "Take an undamaged copy of it\\.$",
            Refusal());
    }

    [Fact]
    public void Weights_of_other_sizes_are_refused()
    {
        Save().Dispose();
        _folder.Replace("model/config.json", "\"latent\": 2", "\"latent\": 3");

        Assert.Contains("does not fit the model: ", Refusal(), StringComparison.Ordinal);
        Assert.Contains("encoder.mu.weight is F32 [2, 6] instead of F32 [3, 6]", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_vocabulary_of_another_model_is_refused()
    {
        Save().Dispose();
        File.AppendAllText(Path.Combine(_folder["model"], "vocabulary.txt"), "another\n");

        Assert.Equal(
            $"The model folder '{_folder["model"]}' does not fit together: its config.json says 9 words, its vocabulary.txt has 10. "
            + "Restore both from the same model.",
            Refusal());
    }

    [Theory]
    [InlineData("\"format\": 1", "\"format\": 2", "its format is 2, and this version reads 1")]
    [InlineData("\"label_embedding\": 0", "\"label_embedding\": 3", "its label_embedding is 3, and it names no labels.")]
    [InlineData("\"hidden\": 6", "\"hidden\": 7", "model.hidden is 7; it has to be an even number between 2 and 65536.")]
    public void A_configuration_that_cannot_be_is_refused(string before, string after, string problem)
    {
        Save().Dispose();
        _folder.Replace("model/config.json", before, after);

        Assert.Equal(
            $"'{Path.Combine(_folder["model"], "config.json")}' cannot be read: {problem} Restore the file from the run that made "
            + "the model.",
            Refusal());
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named() => Assert.Equal(
        $"There is no folder '{_folder["model"]}'. Give a run folder that `train` has made, or its 'model' folder.", Refusal());

    private TextModel Save(ModelOptions? options = null)
    {
        var model = TextModel.Create(options ?? Tiny.Autoencoder, _data.Dataset.Vocabulary.Count, seed: 4);
        TrainedModel.Save(_folder["model"], model, _data.Dataset, step: 7, Tiny.Report);
        return model;
    }

    private string Refusal() => Assert.Throws<DataException>(() => TrainedModel.Load(_folder["model"])).Message;

    [Fact]
    public void The_names_of_the_labels_are_in_the_folder()
    {
        using var data = new TinyDataset(labels: ["bad", "good"]);
        var options = Tiny.Autoencoder with { LabelEmbedding = 3 };
        using var original = TextModel.Create(options, data.Dataset.Vocabulary.Count, seed: 4, labels: 2);
        TrainedModel.Save(_folder["model"], original, data.Dataset, step: 7, Tiny.Report);

        using var loaded = TrainedModel.Load(_folder["model"]);

        Assert.Equal(["bad", "good"], loaded.Labels);
        Assert.Contains(
            "Every text is read and written under one of 2 labels: bad, good.",
            File.ReadAllText(Path.Combine(_folder["model"], "MODEL_CARD.md")),
            StringComparison.Ordinal);
        Assert.Equal((0, 1), (loaded.LabelOf("bad"), loaded.LabelOf("good")));
        Assert.Equal(Tiny.Floats(original.Labels!.Weight), Tiny.Floats(loaded.Model.Labels!.Weight));
        Assert.Equal(
            "'fine' is no label of this model. It knows bad, good.",
            Assert.Throws<RecipeException>(() => loaded.LabelOf("fine")).Message);
    }

    [Fact]
    public void A_model_that_knows_no_labels_keeps_none_of_its_data_s()
    {
        using var data = new TinyDataset(labels: ["bad", "good"]);
        using var original = TextModel.Create(Tiny.Autoencoder, data.Dataset.Vocabulary.Count, seed: 4, labels: 2);
        TrainedModel.Save(_folder["model"], original, data.Dataset, step: 7, Tiny.Report);

        using var loaded = TrainedModel.Load(_folder["model"]);

        Assert.Empty(loaded.Labels);
        Assert.DoesNotContain(
            "label", File.ReadAllText(Path.Combine(_folder["model"], "MODEL_CARD.md")), StringComparison.Ordinal);
        Assert.Equal(
            "This model knows no labels, so 'good' means nothing to it. Leave the label away, or train a model with "
            + "model.label_embedding above 0 on texts with labels.",
            Assert.Throws<RecipeException>(() => loaded.LabelOf("good")).Message);
    }

    [Fact]
    public void Of_many_labels_the_first_are_listed() => Assert.Equal(
        "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, ... (13 in all)", LabelNames.Listed([.. Enumerable.Range(0, 13).Select(i => $"{i}")]));
}
