using System.Text.Json;
using TextVae.Corpus.Preparing;
using TextVae.Models;
using TextVae.Runs;
using TorchSharp;

namespace TextVae.Exporting;

/// <summary>A model as ONNX graphs, which ONNX Runtime and other programs run without libtorch.</summary>
public static class OnnxExport
{
    /// <summary>
    /// Writes a folder with the encoder, the decoder, the vocabulary, the tokenizer and their checksums; it appears whole or not at
    /// all. `docs/formats.md` describes the files.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="folder">Where they go; it must not be there, or be empty.</param>
    /// <returns>The files.</returns>
    /// <exception cref="DataException">There is something at that place already.</exception>
    /// <exception cref="TextVaeException">
    /// There is no graph for a part of the model, a graph would be larger than ONNX allows, or the folder cannot be written.
    /// </exception>
    public static IReadOnlyList<ExportedFile> Write(TrainedModel model, string folder) => Write(model, folder, OnnxGraph.Limit);

    internal static IReadOnlyList<ExportedFile> Write(TrainedModel model, string folder, long limit)
    {
        RequireFree(folder);
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        var weights = new ModelWeights(model.Model);
        var (graphs, config) = Describe(model, weights);
        weights.RequireAllTaken();
        foreach (var (name, graph) in graphs)
            RequireSize(name, graph.Length, limit);
        try
        {
            using var output = OutputFolder.Create(folder);
            foreach (var (name, graph) in graphs)
                AtomicFile.Write(output.File(name), graph.Write);
            model.Vocabulary.Save(output.File(OnnxFolder.Vocabulary));
            model.Tokenizer.Save(output.Path);
            AtomicFile.Write(
                output.File(OnnxFolder.Config), stream => JsonSerializer.Serialize(stream, config, OnnxJson.Default.OnnxConfig));
            string[] files = [.. Directory.EnumerateFiles(output.Path).Select(file => Path.GetFileName(file)).Where(name => name[0] != '.')];
            ModelChecksums.Write(output.Path, files);
            ExportedFile[] written =
            [
                .. files.Append(ModelChecksums.FileName).Order(StringComparer.Ordinal)
                    .Select(name => new ExportedFile(name, new FileInfo(output.File(name)).Length)),
            ];
            output.Commit();
            return written;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw WriteFailure.Of(folder, exception);
        }
    }

    private static (List<(string Name, OnnxGraph Graph)> Graphs, OnnxConfig Config) Describe(TrainedModel model, ModelWeights weights)
    {
        var options = model.Model.Options;
        var decoder = new DecoderGraphs(options, weights, model.Model.Words);
        var kind = options.Kind switch
        {
            ModelKind.Vae => OnnxConfig.Autoencoder,
            ModelKind.Lm => OnnxConfig.Language,
            _ => throw GraphKind.Unknown("kind", options.Kind),
        };
        List<(string, OnnxGraph)> graphs = [(OnnxFolder.Decoder, decoder.Step())];
        if (decoder.HasStart)
            graphs.Add((OnnxFolder.DecoderStart, decoder.Start()));
        if (options.Kind == ModelKind.Vae)
            graphs.Add((OnnxFolder.Encoder, EncoderGraph.Of(options, weights)));
        var tokenizer = model.Tokenizer.Options;
        return (graphs, new OnnxConfig
        {
            Format = OnnxConfig.CurrentFormat,
            Kind = kind,
            Words = model.Model.Words,
            Latent = options.Kind == ModelKind.Vae ? options.Latent : 0,
            Prior = Prior(model.Model, weights),
            Labels = model.Labels,
            States = [.. decoder.States],
            Tokenizer = tokenizer.Kind,
            KeepCase = tokenizer.KeepCase,
            TurkishCase = tokenizer.TurkishCase,
            Normalize = tokenizer.Normalize,
            DatasetHash = model.DatasetHash,
            Step = model.Step,
        });
    }

    private static OnnxPrior? Prior(TextModel model, ModelWeights weights)
    {
        if (model is not VariationalAutoencoder { Prior: { } prior })
            return null;
        // Its parameters are told in another form, and no graph has them.
        _ = weights["prior.whitening"];
        var mean = weights["prior.mean"];
        var scale = torch.linalg.inv(prior.Gaussian().Whitening).tril();
        static float[] Floats(torch.Tensor tensor) => tensor.cpu().contiguous().data<float>().ToArray();
        return new OnnxPrior(Floats(mean), Floats(scale));
    }

    private static void RequireFree(string folder)
    {
        const string advice = "Nothing is written over. Choose another folder, or delete this one first.";
        if (File.Exists(folder))
            throw new DataException($"'{folder}' is a file, and an exported model is a folder. {advice}");
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new DataException($"The folder '{folder}' exists and is not empty. {advice}");
    }

    private static void RequireSize(string name, long bytes, long limit)
    {
        if (bytes > limit)
        {
            throw new TextVaeException(
                $"This model cannot be exported: its {name} would have {bytes} bytes, and a file of ONNX can have at most {limit}. Train one "
                + "with fewer words (prepare --max-words) or fewer hidden features (model.hidden).");
        }
    }
}

/// <summary>A file of an exported model.</summary>
/// <param name="Name">Its name in the folder.</param>
/// <param name="Bytes">Its size.</param>
public sealed record ExportedFile(string Name, long Bytes);
