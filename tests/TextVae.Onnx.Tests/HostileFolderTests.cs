using TextVae.Networks;
using TextVae.Tests;

namespace TextVae.Onnx.Tests;

/// <summary>Folders that were damaged, or made to do harm.</summary>
public sealed class HostileFolderTests : IDisposable
{
    private const string Advice = "Export the model again, or take an undamaged copy of the whole folder.";

    private readonly ExportedModel _model = new(Tiny.Autoencoder with { LabelEmbedding = 2, Summary = SummaryKind.Attention });

    public void Dispose() => _model.Dispose();

    [Fact]
    public void A_folder_that_is_not_there_is_told() =>
        Assert.Equal(
            "There is no folder 'nowhere'. Give one that `textvae export` has made.",
            Assert.Throws<OnnxModelException>(() => OnnxAutoencoder.Load("nowhere")).Message);

    [Theory]
    [InlineData("config.json")]
    [InlineData("vocabulary.txt")]
    [InlineData("decoder.onnx")]
    [InlineData("decoder_start.onnx")]
    [InlineData("encoder.onnx")]
    public void A_missing_file_is_told(string name)
    {
        File.Delete(In("SHA256SUMS"));
        File.Delete(In(name));

        Assert.Equal(
            $"The folder '{_model.Path}' has no {name}, so it holds no exported model. Give one that `textvae export` has made.", Refusal());
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("encoder.onnx")]
    [InlineData("decoder_start.onnx")]
    public void A_file_that_is_not_as_it_was_written_is_told(string name)
    {
        var bytes = File.ReadAllBytes(In(name));
        bytes[^3] ^= 1;
        File.WriteAllBytes(In(name), bytes);

        Assert.StartsWith($"The model folder '{_model.Path}' is damaged: {name} is not as it was written (its sha256 is ", Refusal());
    }

    [Fact]
    public void A_graph_of_another_model_is_told()
    {
        using var other = new ExportedModel(Tiny.Autoencoder with { LabelEmbedding = 2, Latent = 3 });
        File.Delete(In("SHA256SUMS"));
        File.Copy(Path.Combine(other.Path, "encoder.onnx"), In("encoder.onnx"), overwrite: true);

        Assert.Equal(
            $"'{In("encoder.onnx")}' does not fit the other files: its output 'mu' is Float [any, 3] instead of Float [any, 2]. {Advice}", Refusal());
    }

    [Fact]
    public void A_graph_in_the_place_of_another_is_told()
    {
        File.Delete(In("SHA256SUMS"));
        File.Copy(In("encoder.onnx"), In("decoder.onnx"), overwrite: true);

        Assert.Equal(
            $"'{In("decoder.onnx")}' does not fit the other files: it has an input 'words', which no exported model has. {Advice}", Refusal());
    }

    [Fact]
    public void A_vocabulary_of_another_size_is_told()
    {
        File.Delete(In("SHA256SUMS"));
        File.AppendAllText(In("vocabulary.txt"), "surplus\n");

        Assert.Equal(
            $"The exported model '{_model.Path}' does not fit together: its config.json says 9 words, its vocabulary.txt has 10. {Advice}", Refusal());
    }

    [Theory]
    [InlineData("\"format\": 1", "\"format\": 2", "Its format is 2, and this version reads 1.")]
    [InlineData("\"kind\": \"vae\"", "\"kind\": \"gan\"", "Its kind is \"gan\"; it has to be \"vae\" or \"lm\".")]
    [InlineData("\"latent\": 2", "\"latent\": 0", "Its latent is 0, which no model of this kind has.")]
    [InlineData("\"words\": 9", "\"words\": 3", "Its words are 3; they have to be between 4 and 16777216.")]
    [InlineData("\"labels\": [", "\"labels\": [ null,", "One of its labels is null.")]
    [InlineData("\"states\": [", "\"states\": [ null,", "Its states are not those of a decoder.")]
    [InlineData("\"features\": 6", "\"features\": -6", "Its states are not those of a decoder.")]
    public void A_configuration_that_cannot_be_is_refused(string before, string after, string problem)
    {
        Replace(before, after);

        Assert.Equal($"'{In("config.json")}' cannot be read: {problem} {Advice}", Refusal());
    }

    [Theory]
    [InlineData("\"features\": 6", "\"features\": 7", "decoder.onnx' does not fit the other files: its input 'hidden_1' is Float [any, 6] instead of Float [any, 7].")]
    [InlineData("\"name\": \"hidden_1\"", "\"name\": \"hidden_2\"", "decoder.onnx' does not fit the other files: it has an input 'hidden_1', which no exported model has.")]
    public void States_that_are_not_those_of_the_graph_are_refused(string before, string after, string problem)
    {
        Replace(before, after);

        Assert.EndsWith($"{problem} {Advice}", Refusal());
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is no graph")]
    public void What_is_no_graph_is_refused(string content)
    {
        File.Delete(In("SHA256SUMS"));
        File.WriteAllText(In("encoder.onnx"), content);

        Assert.Matches($"^'.*encoder.onnx' cannot be loaded: .*\\. {Advice}$", Refusal());
    }

    [Fact]
    public void A_folder_in_the_place_of_a_graph_is_told()
    {
        File.Delete(In("SHA256SUMS"));
        File.Delete(In("encoder.onnx"));
        Directory.CreateDirectory(In("encoder.onnx"));

        Assert.StartsWith($"The folder '{_model.Path}' has no encoder.onnx", Refusal());
    }

    [Theory]
    [InlineData("config.json", 150)]
    [InlineData("vocabulary.txt", 100)]
    [InlineData("encoder.onnx", 150)]
    [InlineData("decoder_start.onnx", 150)]
    [InlineData("decoder.onnx", 150)]
    public void A_damaged_file_is_refused_or_makes_a_model_that_works(string name, int samples)
    {
        File.Delete(In("SHA256SUMS"));
        Damage.To(File.ReadAllBytes(In(name))).All(
            bytes =>
            {
                File.WriteAllBytes(In(name), bytes);
                try
                {
                    using var loaded = OnnxAutoencoder.Load(_model.Path, new OnnxOptions { MaximumLength = 5 });
                    var label = loaded.Labels[0];
                    Assert.Equal(loaded.LatentSize, loaded.Encode(["a b"], [label])[0].Length);
                    Assert.Single(loaded.Sample(1, label: label));
                }
                catch (OnnxModelException e)
                {
                    Assert.EndsWith(".", e.Message);
                }
            },
            samples);
    }

    private string In(string name) => Path.Combine(_model.Path, name);

    private string Refusal() => Assert.Throws<OnnxModelException>(() => OnnxAutoencoder.Load(_model.Path)).Message;

    private void Replace(string before, string after)
    {
        File.Delete(In("SHA256SUMS"));
        var text = File.ReadAllText(In("config.json"));
        Assert.Contains(before, text, StringComparison.Ordinal);
        File.WriteAllText(In("config.json"), text.Replace(before, after, StringComparison.Ordinal));
    }
}
