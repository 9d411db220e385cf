using TextVae.Corpus;
using TextVae.Exporting;
using TextVae.Models;
using TextVae.Runs;
using TextVae.Tests;
using TorchSharp;

namespace TextVae.Onnx.Tests;

public sealed class OnnxExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_folder_holds_the_graphs_the_words_and_the_sums_of_all()
    {
        using var model = new ExportedModel(Tiny.Autoencoder);

        Assert.Equal(
            ["SHA256SUMS", "config.json", "decoder.onnx", "decoder_start.onnx", "encoder.onnx", "vocabulary.txt"],
            model.Files.Select(file => file.Name));
        Assert.Equal(
            Directory.EnumerateFiles(model.Path).Select(file => (Path.GetFileName(file), new FileInfo(file).Length)).Order(),
            model.Files.Select(file => (file.Name, file.Bytes)).Order());
        var sums = ModelChecksums.Read(model.Path)!;
        ModelChecksums.Verify(model.Path, sums, model.Files.Select(file => file.Name).Where(name => name != "SHA256SUMS"));
    }

    [Fact]
    public void A_language_model_has_no_encoder_and_begins_from_zeros()
    {
        using var model = new ExportedModel(Tiny.Language);

        Assert.Equal(["SHA256SUMS", "config.json", "decoder.onnx", "vocabulary.txt"], model.Files.Select(file => file.Name));
    }

    [Fact]
    public void The_same_model_makes_the_same_bytes()
    {
        using var model = new ExportedModel(Tiny.Autoencoder);

        OnnxExport.Write(model.Trained, _folder["again"]);

        foreach (var file in model.Files)
            Assert.Equal(File.ReadAllBytes(Path.Combine(model.Path, file.Name)), File.ReadAllBytes(_folder[$"again/{file.Name}"]));
    }

    [Fact]
    public void Byte_pairs_come_with_their_merges_and_give_the_text_back()
    {
        const string text = "这里的菜 it  was\n\tgood 👩‍🚀";
        PrepareOptions options = new()
        {
            Train = [_folder.Write("train.txt", "这里的菜很好吃 😀\nit was good, it was\n")],
            Tokenizer = TokenizerKind.Bpe,
            MaxWords = 270,
            Normalize = TextNormalization.None,
        };
        DatasetBuilder.Prepare(options, _folder["data"]);
        using (var dataset = Dataset.Open(_folder["data"]))
        using (var network = TextModel.Create(Tiny.Autoencoder, dataset.Vocabulary.Count, seed: 1))
            TrainedModel.Save(_folder["model"], network, dataset, step: 1, Tiny.Report);
        using var trained = TrainedModel.Load(_folder["model"]);
        var files = OnnxExport.Write(trained, _folder["exported"]);
        using var exported = OnnxAutoencoder.Load(_folder["exported"]);
        using var quiet = torch.no_grad();
        using var batch = Batches.Batch.Of([trained.WordsOf(text)]);
        var expected = Tiny.Floats(((VariationalAutoencoder)trained.Model).Encode(batch).Mu);

        var vector = exported.Encode([text])[0];

        Assert.Contains(files, file => file.Name == "merges.txt");
        Assert.Equal(expected.Length, vector.Length);
        Assert.All(expected.Zip(vector), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Theory]
    [InlineData("a file", "'{0}' is a file, and an exported model is a folder.")]
    [InlineData("a folder", "The folder '{0}' exists and is not empty.")]
    public void What_is_there_is_left_alone(string what, string found)
    {
        using var model = new ExportedModel(Tiny.Autoencoder);
        var target = _folder["there"];
        if (what == "a folder")
            Directory.CreateDirectory(target);
        var kept = _folder.Write(what == "a folder" ? "there/kept" : "there", "mine");

        var refusal = Assert.Throws<DataException>(() => OnnxExport.Write(model.Trained, target));

        Assert.Equal(
            $"{string.Format(null, found, target)} Nothing is written over. Choose another folder, or delete this one first.", refusal.Message);
        Assert.Equal("mine", File.ReadAllText(kept));
    }

    [Fact]
    public void A_graph_larger_than_the_format_allows_is_refused_before_anything_is_written()
    {
        using var model = new ExportedModel(Tiny.Autoencoder);
        var bytes = model.Files.Single(file => file.Name == "encoder.onnx").Bytes;

        OnnxExport.Write(model.Trained, _folder["just"], bytes);
        var refusal = Assert.Throws<TextVaeException>(() => OnnxExport.Write(model.Trained, _folder["too-large"], bytes - 1));

        Assert.Equal(
            $"This model cannot be exported: its encoder.onnx would have {bytes} bytes, and a file of ONNX can have at most {bytes - 1}. Train one "
            + "with fewer words (prepare --max-words) or fewer hidden features (model.hidden).",
            refusal.Message);
        Assert.False(Directory.Exists(_folder["too-large"]));
    }

    [Fact]
    public void A_part_that_no_graph_has_is_never_left_out_in_silence()
    {
        using var model = new ExportedModel(Tiny.Autoencoder);
        model.Trained.Model.register_parameter("gadget", new TorchSharp.Modules.Parameter(torch.ones(2)));

        var refusal = Assert.Throws<TextVaeException>(() => OnnxExport.Write(model.Trained, _folder["exported"]));

        Assert.Equal(
            "This model cannot be exported: it is none of those that there are graphs for (it also has 'gadget'). Those are recurrent decoders, "
            + "with recurrent or convolutional encoders.",
            refusal.Message);
        Assert.False(Directory.Exists(_folder["exported"]));
    }

    [Fact]
    public void A_part_that_is_missing_is_told()
    {
        using var model = TextModel.Create(Tiny.Autoencoder, Tiny.Words, seed: 1);

        var refusal = Assert.Throws<TextVaeException>(() => new ModelWeights(model)["encoder.gadget"]);

        Assert.Equal(
            "This model cannot be exported: it is none of those that there are graphs for (it has no 'encoder.gadget'). Those are recurrent "
            + "decoders, with recurrent or convolutional encoders.",
            refusal.Message);
    }

    [Fact]
    public void A_kind_that_there_is_no_graph_for_is_refused()
    {
        using var model = TextModel.Create(Tiny.Autoencoder, Tiny.Words, seed: 1);
        var options = Tiny.Autoencoder with { Encoder = (EncoderKind)99 };

        var refusal = Assert.Throws<TextVaeException>(() => EncoderGraph.Of(options, new ModelWeights(model)));

        Assert.Equal("A model whose encoder is \"99\" cannot be exported: there is no graph for it.", refusal.Message);
    }

    [Fact]
    public void Exporting_leaves_no_tensor_behind()
    {
        using var model = new ExportedModel(Tiny.Autoencoder);
        var before = Tiny.CountTensors();

        OnnxExport.Write(model.Trained, _folder["exported"]);

        Assert.Equal(before, torch.Tensor.TotalCount);
    }
}
