using System.Text.Json;
using TextVae.Onnx.Shared;
using TextVae.Onnx.Shared.Corpus;
using TextVae.Onnx.Shared.Exporting;
using TextVae.Onnx.Shared.Runs;

namespace TextVae.Onnx;

/// <summary>What stands beside the graphs in the folder of an exported model.</summary>
internal sealed record ModelFiles(OnnxConfig Config, Vocabulary Vocabulary, Tokenizer Tokenizer)
{
    private const string Advice = "Export the model again, or take an undamaged copy of the whole folder.";

    /// <summary>Reads and checks them.</summary>
    /// <exception cref="OnnxModelException">One is missing, damaged or does not fit the others.</exception>
    public static ModelFiles Load(string folder)
    {
        try
        {
            if (!Directory.Exists(folder))
                throw new DataException($"There is no folder '{folder}'. Give one that `textvae export` has made.");
            RequireFile(folder, OnnxFolder.Config);
            RequireFile(folder, OnnxFolder.Vocabulary);
            if (ModelChecksums.Read(folder) is { } sums)
                ModelChecksums.Verify(folder, sums, [OnnxFolder.Config, OnnxFolder.Vocabulary, OnnxFolder.Decoder]);
            var config = ReadConfig(Path.Combine(folder, OnnxFolder.Config));
            var vocabulary = Vocabulary.Load(Path.Combine(folder, OnnxFolder.Vocabulary));
            if (vocabulary.Count != config.Words)
            {
                throw new DataException(
                    $"The exported model '{folder}' does not fit together: its {OnnxFolder.Config} says {config.Words} words, its "
                    + $"{OnnxFolder.Vocabulary} has {vocabulary.Count}. {Advice}");
            }

            return new ModelFiles(config, vocabulary, Tokenizer.Load(folder, config.ToTokenizerOptions()));
        }
        catch (TextVaeException exception)
        {
            throw new OnnxModelException(exception.Message, exception.InnerException);
        }
    }

    /// <summary>The place of a graph, which is there.</summary>
    /// <exception cref="OnnxModelException">It is not.</exception>
    public static string Graph(string folder, string name)
    {
        try
        {
            RequireFile(folder, name);
            var path = Path.Combine(folder, name);
            RegularFile.Require(path);
            return path;
        }
        catch (Exception exception) when (exception is TextVaeException or IOException)
        {
            throw new OnnxModelException(exception.Message, exception.InnerException);
        }
    }

    private static void RequireFile(string folder, string name)
    {
        if (!File.Exists(Path.Combine(folder, name)))
            throw new DataException($"The folder '{folder}' has no {name}, so it holds no exported model. Give one that `textvae export` has made.");
    }

    private static OnnxConfig ReadConfig(string path)
    {
        try
        {
            var config = JsonSerializer.Deserialize(RegularFile.ReadAllBytes(path, RegularFile.SmallLimit), OnnxJson.Default.OnnxConfig)
                ?? throw new JsonException("It is null.");
            var problems = string.Join(' ', config.Problems());
            return problems.Length == 0 ? config : throw new JsonException(problems);
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new DataException($"'{path}' cannot be read: {exception.Message} {Advice}", exception);
        }
    }
}
