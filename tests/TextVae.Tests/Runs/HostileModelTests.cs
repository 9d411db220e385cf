using System.Runtime.InteropServices;
using TextVae.Batches;
using TextVae.Corpus;
using TextVae.Models;
using TextVae.Networks;
using TextVae.Runs;
using TorchSharp;

namespace TextVae.Tests.Runs;

/// <summary>Model folders that were damaged, or made to do harm.</summary>
public sealed class HostileModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ModelOptions _options = Tiny.Autoencoder with { LabelEmbedding = 2, Summary = SummaryKind.Attention };

    public HostileModelTests()
    {
        PrepareOptions options = new()
        {
            Train = [_folder.Write("train.tsv", "good\tone two three\nbad\ttwo three\n")],
            Tokenizer = TokenizerKind.Bpe,
            MaxWords = 262,
        };
        DatasetBuilder.Prepare(options, _folder["data"]);
        using var dataset = Dataset.Open(_folder["data"]);
        using var model = TextModel.Create(_options, dataset.Vocabulary.Count, seed: 1, labels: 2);
        TrainedModel.Save(_folder["model"], model, dataset, step: 1, Tiny.Report);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("config.json", 200)]
    [InlineData("vocabulary.txt", 200)]
    [InlineData("merges.txt", 200)]
    [InlineData("weights.safetensors", 300)]
    public void A_damaged_file_is_refused_or_makes_a_model_that_works(string name, int samples)
    {
        RemoveChecksums();
        var path = In(name);
        Damage.To(File.ReadAllBytes(path)).All(
            bytes =>
            {
                File.WriteAllBytes(path, bytes);
                try
                {
                    using var quiet = torch.no_grad();
                    using var loaded = TrainedModel.Load(_folder["model"]);
                    using var batch = Batch.Of([loaded.WordsOf("one")], labels: [0]);
                    var z = ((VariationalAutoencoder)loaded.Model).Encode(batch).Mu;
                    Assert.Equal([1, loaded.Model.Options.Latent], z.shape);
                }
                catch (DataException e)
                {
                    Assert.EndsWith(".", e.Message);
                }
            },
            samples);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Weights_that_are_not_finite_are_refused(float value)
    {
        Rewrite("output.linear.bias", entry => entry with
        {
            WriteData = stream => stream.Write(MemoryMarshal.AsBytes(Enumerable.Repeat(value, (int)entry.Shape[0]).ToArray().AsSpan())),
        });

        Assert.Equal(
            $"The tensor 'output.linear.bias' of the safetensors file '{In("weights.safetensors")}' holds numbers that are not finite (NaN "
            + "or infinity), 266 of 266. Take an undamaged copy of it, or a model from before its training diverged.",
            Refusal());
    }

    [Fact]
    public void Missing_surplus_and_other_tensors_are_all_told()
    {
        Rewrite("encoder.mu.bias", entry => entry with { Name = "\u001b[2J" });
        Rewrite("output.linear.bias", entry => entry with { Type = SafetensorsType.I32 });
        Rewrite("decoder.first_state.bias", entry => entry with { Shape = [1, 6] });

        Assert.Equal(
            $"The safetensors file '{In("weights.safetensors")}' does not fit the model: decoder.first_state.bias is F32 [1, 6] instead of "
            + "F32 [6]; output.linear.bias is I32 [266] instead of F32 [266]; missing encoder.mu.bias; unexpected \u001b[2J. Use the file with the "
            + "configuration that it was saved with.",
            Refusal());
    }

    [Fact]
    public void Sizes_that_would_take_terabytes_are_refused_before_they_are_taken()
    {
        _folder.Replace("model/config.json", "\"hidden\": 6", "\"hidden\": 65536");
        _folder.Replace("model/config.json", "\"embedding\": 5", "\"embedding\": 65536");
        _folder.Replace("model/config.json", "\"latent\": 2", "\"latent\": 65536");

        Assert.Matches(
            "weights.safetensors' does not fit the model: its config.json describes [0-9]+ parameters, and it has room for [0-9]+\\. "
            + "Restore both from the same model.$",
            Refusal());
    }

    [Fact]
    public void A_sparse_file_that_has_room_for_terabytes_is_refused_too()
    {
        // The file claims what the configuration asks for, and takes no place on the disk.
        _folder.Replace("model/config.json", "\"hidden\": 6", "\"hidden\": 65536");
        _folder.Replace("model/config.json", "\"embedding\": 5", "\"embedding\": 65536");
        _folder.Replace("model/config.json", "\"latent\": 2", "\"latent\": 65536");
        const long size = 1L << 41;
        SafetensorsBytes.Write(
            In("weights.safetensors"), $$$"""{"a":{"dtype":"U8","shape":[{{{size}}}],"data_offsets":[0,{{{size}}}]}}""", []);
        using (var handle = File.OpenHandle(In("weights.safetensors"), FileMode.Open, FileAccess.Write))
        {
            Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "Its files are not sparse unless told.");
            RandomAccess.SetLength(handle, RandomAccess.GetLength(handle) + size);
        }

        Assert.Matches(
            "weights.safetensors' cannot be used: it has 2199[0-9]{9} bytes, and the machine's memory [0-9]+. Take an undamaged copy of it.$",
            Refusal());
    }

    [Theory]
    [InlineData("\"labels\": [", "\"labels\": [\n    null,", "one of its labels is null.")]
    [InlineData("\"label_embedding\": 2", "\"label_embedding\": 0", "its label_embedding is 0, and it names 2 labels.")]
    [InlineData("\"step\": 1", "\"step\": -1", "its step is -1, and steps are counted from 0.")]
    [InlineData(
        "\"tokenizer\": \"bpe\"", "\"tokenizer\": null", "There is a Null where one of \"paper\", \"whitespace\", \"bpe\" is to be.")]
    [InlineData("\"cell\": \"gru\"", "\"cell\": 1", "There is a Number where one of \"gru\", \"lstm\" is to be.")]
    [InlineData("\"cell\": \"gru\"", "\"cell\": \"gru, lstm\"", "There is \"gru, lstm\" where one of \"gru\", \"lstm\" is to be.")]
    [InlineData("\"format\": 1", "\"format\": 1, \"format\": 1", "Duplicate property 'format' encountered during deserialization of type 'TextVae.Runs.ModelConfig'.")]
    public void A_configuration_that_contradicts_itself_is_refused(string before, string after, string problem)
    {
        _folder.Replace("model/config.json", before, after);

        Assert.Equal($"'{In("config.json")}' cannot be read: {problem} Restore the file from the run that made the model.", Refusal());
    }

    [Theory]
    [InlineData("\"dataset_hash\": \"", "\"dataset_hash\": null, \"x\": \"")]
    [InlineData("\"step\": 1", "\"step\": 1e999999")]
    [InlineData("\"words\": 266", "\"words\": 99999999999999999999")]
    public void A_value_of_another_kind_is_refused(string before, string after)
    {
        _folder.Replace("model/config.json", before, after);

        Assert.Matches($"^'.*config.json' cannot be read: .* Path: .* Restore the file from the run that made the model\\.$", Refusal());
    }

    [Fact]
    public void Deep_JSON_is_refused_and_not_followed()
    {
        _folder.Replace("model/config.json", "\"labels\": [", "\"x\": " + new string('[', 100_000) + new string(']', 100_000) + ", \"labels\": [");

        Assert.Matches("^'.*config.json' cannot be read: The maximum configured depth of 64 has been exceeded.*$", Refusal());
    }

    [Fact]
    public void A_list_of_checksums_that_never_ends_is_refused()
    {
        var sums = File.ReadAllText(In("SHA256SUMS"));
        File.WriteAllText(In("SHA256SUMS"), sums + sums);

        Assert.StartsWith(
            $"The model folder '{_folder["model"]}' is damaged: SHA256SUMS is not as it was written (it lists config.json twice). ", Refusal());
    }

    private string In(string name) => Path.Combine(_folder["model"], name);

    private string Refusal() => Assert.Throws<DataException>(() => TrainedModel.Load(_folder["model"])).Message;

    // With checksums hardly any damage would reach the readers; folders of earlier versions have none.
    private void RemoveChecksums()
    {
        File.Delete(In("SHA256SUMS"));
        Rewrite("", entry => entry);
        var bytes = File.ReadAllBytes(In("weights.safetensors"));
        var at = bytes.AsSpan().IndexOf("\"checksum\":\"sha256\""u8);
        "\"no_check\":\"sha256\""u8.CopyTo(bytes.AsSpan(at));
        at = bytes.AsSpan().IndexOf("\"sha256\":\""u8);
        "\"sha000\":\""u8.CopyTo(bytes.AsSpan(at));
        File.WriteAllBytes(In("weights.safetensors"), bytes);
    }

    /// <summary>Writes the weights anew with one tensor changed.</summary>
    private void Rewrite(string name, Func<SafetensorsEntry, SafetensorsEntry> change)
    {
        var path = In("weights.safetensors");
        List<SafetensorsEntry> entries = [];
        using (var file = SafetensorsFile.Open(path))
        {
            foreach (var stored in file.Tensors)
            {
                var data = new byte[stored.ByteLength];
                file.Read(stored, data);
                SafetensorsEntry entry = new(stored.Name, stored.Type, stored.Shape, stream => stream.Write(data));
                entries.Add(stored.Name == name ? change(entry) : entry);
            }
        }

        SafetensorsFile.Write(path, entries);
    }
}
