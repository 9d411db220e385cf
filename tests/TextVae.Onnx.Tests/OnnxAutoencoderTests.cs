using System.Runtime.InteropServices;
using TextVae.Tests;

namespace TextVae.Onnx.Tests;

public sealed partial class OnnxAutoencoderTests
{
    [Fact]
    public void It_references_neither_TorchSharp_nor_the_library() =>
        Assert.Equal(
            ["Microsoft.ML.OnnxRuntime", "System.Numerics.Tensors"],
            typeof(OnnxAutoencoder).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name)
                .Where(name => !IsOfTheFramework(name!)).Order(StringComparer.Ordinal));

    [Fact]
    public void Nothing_but_its_own_types_is_public() =>
        Assert.Equal(
            ["OnnxAutoencoder", "OnnxModelException", "OnnxOptions", "OnnxPosterior"],
            typeof(OnnxAutoencoder).Assembly.GetExportedTypes().Select(type => type.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Threads_that_use_one_model_get_what_one_thread_gets()
    {
        using var model = new ExportedModel(Tiny.Autoencoder);
        string[][] texts = [.. Enumerable.Range(0, 16).Select(i => (string[])[$"{"abcde"[i % 5]} b", "c", $"e {"abcde"[i % 3]} a d", ""])];
        var expected = texts.Select(list => (model.Exported.Encode(list), model.Exported.Reconstruct(list))).ToArray();

        Parallel.For(0, 200, call =>
        {
            var (vectors, reconstructions) = expected[call % texts.Length];
            Assert.Equal(vectors, model.Exported.Encode(texts[call % texts.Length]));
            Assert.Equal(reconstructions, model.Exported.Reconstruct(texts[call % texts.Length]));
        });
    }

    [Fact]
    public void Texts_come_back_in_their_order_however_many_go_together()
    {
        using var model = new ExportedModel(Tiny.Autoencoder);
        var random = new Random(4);
        string[] texts = [.. Enumerable.Range(0, 150).Select(_ => string.Join(' ', Enumerable.Range(0, random.Next(40)).Select(_ => "abcde"[random.Next(5)])))];
        using var inThrees = OnnxAutoencoder.Load(model.Path, new OnnxOptions { Batch = 3, Threads = 1 });

        var (vectors, few) = (model.Exported.Encode(texts), inThrees.Encode(texts));

        Assert.All(vectors.Zip(few), pair => Assert.All(pair.First.Zip(pair.Second), number => Assert.Equal(number.First, number.Second, 2e-6f)));
        Assert.Equal(model.Reconstructions(texts, labels: null), inThrees.Reconstruct(texts));
        Assert.Equal(model.Exported.Sample(150, seed: 3), inThrees.Sample(150, seed: 3));
    }

    [Fact]
    public void A_very_long_text_goes_alone()
    {
        using var model = new ExportedModel(Tiny.Autoencoder);
        var longest = string.Join(' ', Enumerable.Range(0, 9000).Select(i => "abcde"[i * i % 5]));
        var (mu, _) = model.Posterior([longest], labels: null);

        var vectors = model.Exported.Encode(["a", longest, "b"]);

        Assert.All(mu.Zip(vectors[1]), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Fact]
    public void A_text_ends_where_the_options_say()
    {
        using var model = new ExportedModel(Tiny.Language);
        using var brief = OnnxAutoencoder.Load(model.Path, new OnnxOptions { MaximumLength = 2 });

        var (whole, cut) = (model.Exported.Sample(60), brief.Sample(60));

        Assert.Equal(whole.Select(text => string.Join(' ', text.Split(' ').Take(2))), cut);
        Assert.Contains(whole, text => text.Split(' ').Length > 2);
    }

    [Fact]
    public void Nothing_comes_of_nothing()
    {
        using var model = new ExportedModel(Tiny.Autoencoder);

        Assert.Empty(model.Exported.Encode([]));
        Assert.Empty(model.Exported.Decode([]));
        Assert.Empty(model.Exported.Sample(0));
    }

    [Fact]
    public void A_language_model_only_samples()
    {
        using var model = new ExportedModel(Tiny.Language);

        Assert.True(model.Exported.IsLanguageModel);
        Assert.Equal(0, model.Exported.LatentSize);
        Assert.Equal(
            "This model is a language model: it has no vectors. It can only sample.",
            Assert.Throws<InvalidOperationException>(() => model.Exported.Encode(["a"])).Message);
        Assert.Equal(
            "This model is a language model: it has no vectors to decode. It can only sample.",
            Assert.Throws<InvalidOperationException>(() => model.Exported.Decode([[]])).Message);
    }

    [Theory]
    [InlineData(new[] { 1f })]
    [InlineData(new[] { 1f, 2f, 3f })]
    [InlineData(new[] { 1f, float.NaN })]
    public void A_vector_that_is_none_of_the_model_is_refused(float[] vector)
    {
        using var model = new ExportedModel(Tiny.Autoencoder);

        var refusal = Assert.Throws<ArgumentException>(() => model.Exported.Decode([[0, 0], vector]));

        Assert.Equal("Vector 1, counted from 0, is not 2 finite numbers. (Parameter 'vectors')", refusal.Message);
    }

    [Fact]
    public void Labels_are_asked_for_by_name_and_change_what_is_written()
    {
        using var model = new ExportedModel(Tiny.Autoencoder with { LabelEmbedding = 3 });
        var exported = model.Exported;

        Assert.Equal(["bad", "good", "so so"], exported.Labels.Order());
        Assert.NotEqual(exported.Encode(["a b"], ["good"])[0], exported.Encode(["a b"], ["bad"])[0]);
        Assert.NotEqual(exported.Sample(50, label: "good"), exported.Sample(50, label: "bad"));
        Assert.Equal(
            $"This model reads every text together with its label. Give one of {string.Join(", ", exported.Labels)}. (Parameter 'labels')",
            Assert.Throws<ArgumentException>(() => exported.Encode(["a"])).Message);
        Assert.Equal(
            "There are 1 labels for 2 texts. (Parameter 'labels')",
            Assert.Throws<ArgumentException>(() => exported.Encode(["a", "b"], ["good"])).Message);
        Assert.Equal(
            $"'fine' is no label of this model. It knows {string.Join(", ", exported.Labels)}. (Parameter 'label')",
            Assert.Throws<ArgumentException>(() => exported.Sample(1, label: "fine")).Message);
    }

    [Fact]
    public void A_model_without_labels_wants_none()
    {
        using var model = new ExportedModel(Tiny.Autoencoder);

        Assert.Equal(
            "This model knows no labels. Leave them away. (Parameter 'labels')",
            Assert.Throws<ArgumentException>(() => model.Exported.Sample(1, label: "good")).Message);
    }

    [Fact]
    public void Options_and_arguments_out_of_their_range_are_refused()
    {
        using var model = new ExportedModel(Tiny.Autoencoder);

        Assert.Equal(
            "The threads are -1; they have to be between 1 and 1024, or 0 for one a core. The maximum length is 0; it has to be between 1 and "
            + "100000 words. The batch is 0; it has to be between 1 and 65536 texts. (Parameter 'options')",
            Assert.Throws<ArgumentException>(
                () => OnnxAutoencoder.Load(model.Path, new OnnxOptions { Threads = -1, MaximumLength = 0, Batch = 0 })).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Exported.Sample(1, temperature: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Exported.Sample(-1));
    }

    [Fact]
    public void What_is_disposed_says_so()
    {
        using var model = new ExportedModel(Tiny.Autoencoder);
        var second = OnnxAutoencoder.Load(model.Path);
        second.Dispose();
        second.Dispose();

        Assert.Throws<ObjectDisposedException>(() => second.Encode(["a"]));
        Assert.Throws<ObjectDisposedException>(() => second.Sample(1));
    }

    [Fact]
    public void ONNX_Runtime_is_told_to_send_nothing_anywhere()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Its environment is .NET's too.");
        using var model = new ExportedModel(Tiny.Autoencoder);

        Assert.Equal("1", Marshal.PtrToStringUTF8(NativeEnvironment("ORT_DISABLE_TELEMETRY")));
    }

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint NativeEnvironment(string name);

    private static bool IsOfTheFramework(string name) =>
        File.Exists(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, $"{name}.dll"));
}
