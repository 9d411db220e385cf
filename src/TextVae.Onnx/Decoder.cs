using Microsoft.ML.OnnxRuntime;
using TextVae.Onnx.Shared.Corpus;
using TextVae.Onnx.Shared.Exporting;

namespace TextVae.Onnx;

/// <summary>Chooses the next word of a text.</summary>
/// <param name="text">The number of the text.</param>
/// <param name="logProbabilities">ln p of each word, −∞ for what is never written; may be overwritten.</param>
internal delegate int WordChoice(int text, Span<float> logProbabilities);

/// <summary>z to word ids, one word at a time for many texts at once.</summary>
internal sealed class Decoder : IDisposable
{
    private readonly OnnxConfig _config;
    private readonly OnnxOptions _options;
    private readonly GraphSession _step;
    private readonly GraphSession? _start;
    private readonly OnnxState[] _started;

    public Decoder(string folder, OnnxConfig config, OnnxOptions options)
    {
        (_config, _options) = (config, options);
        _step = new GraphSession(
            ModelFiles.Graph(folder, OnnxFolder.Decoder),
            [
                GraphValue.Wholes(OnnxFolder.Word, GraphSession.Any), GraphValue.Wholes(OnnxFolder.Rows, GraphSession.Any),
                .. config.States.Select(state => GraphValue.Numbers(state.Name, GraphSession.Any, state.Features)),
            ],
            [
                GraphValue.Numbers(OnnxFolder.LogProbabilities, GraphSession.Any, config.Words),
                .. config.States.Select(state => GraphValue.Numbers(OnnxFolder.Next(state.Name), GraphSession.Any, state.Features)),
            ]);
        // A language model has only what its labels say to begin from, and its other states are zeros.
        _started = [.. config.States.Where(state => config.Kind == OnnxConfig.Autoencoder || state.Name == OnnxFolder.Context)];
        try
        {
            _start = _started.Length > 0 ? LoadStart(folder) : null;
        }
        catch
        {
            _step.Dispose();
            throw;
        }
    }

    /// <summary>Writes texts.</summary>
    /// <param name="z">[count, latent], row after row; null for a language model.</param>
    /// <param name="labels">The number of the label of each; null for a model without labels.</param>
    /// <param name="count">How many.</param>
    /// <param name="choose">Chooses words.</param>
    /// <returns>Word ids of each text, without the end.</returns>
    public int[][] Write(float[]? z, long[]? labels, int count, WordChoice choose)
    {
        var texts = Enumerable.Range(0, count).Select(_ => new List<int>()).ToArray();
        int[] active = [.. Enumerable.Range(0, count)];
        long[] rows = [.. active.Select(text => (long)text)];
        long[] read = [.. Enumerable.Repeat((long)Vocabulary.Start, count)];
        var states = Started(z, labels, count);
        try
        {
            for (var length = 0; length < _options.MaximumLength && active.Length > 0; length++)
            {
                var results = Step(states, rows, read);
                states.Dispose();
                states = new States([.. results.Skip(1)], results);
                var chosen = Choose(results[0], active, choose);
                int[] goOn = [.. Enumerable.Range(0, chosen.Length).Where(row => chosen[row] != Vocabulary.End)];
                rows = Array.ConvertAll(goOn, row => (long)row);
                read = Array.ConvertAll(goOn, row => (long)chosen[row]);
                active = Array.ConvertAll(goOn, row => active[row]);
                for (var row = 0; row < active.Length; row++)
                    texts[active[row]].Add((int)read[row]);
            }
        }
        finally
        {
            states.Dispose();
        }

        return Array.ConvertAll(texts, text => text.ToArray());
    }

    public void Dispose()
    {
        _step.Dispose();
        _start?.Dispose();
    }

    private GraphSession LoadStart(string folder) => new(
        ModelFiles.Graph(folder, OnnxFolder.DecoderStart),
        [
            .. _config.Latent > 0 ? (GraphValue[])[GraphValue.Numbers(OnnxFolder.Z, GraphSession.Any, _config.Latent)] : [],
            .. _config.Labels.Count > 0 ? (GraphValue[])[GraphValue.Wholes(OnnxFolder.Label, GraphSession.Any)] : [],
        ],
        [.. _started.Select(state => GraphValue.Numbers(state.Name, GraphSession.Any, state.Features))]);

    private IDisposableReadOnlyCollection<OrtValue> Step(States states, long[] rows, long[] read)
    {
        using var inputs = new GraphInputs();
        inputs.Add(OnnxFolder.Word, read, read.Length);
        inputs.Add(OnnxFolder.Rows, rows, rows.Length);
        foreach (var (state, value) in _config.States.Zip(states.Values))
            inputs.Add(state.Name, value);
        return _step.Run(inputs.Values);
    }

    private int[] Choose(OrtValue logProbabilities, int[] active, WordChoice choose)
    {
        var all = logProbabilities.GetTensorMutableDataAsSpan<float>();
        var chosen = new int[active.Length];
        for (var row = 0; row < chosen.Length; row++)
        {
            var ofText = all.Slice(row * _config.Words, _config.Words);
            ofText[Vocabulary.Padding] = ofText[Vocabulary.Start] = float.NegativeInfinity;
            chosen[row] = choose(active[row], ofText);
        }

        return chosen;
    }

    /// <summary>The state before the first word: what the start graph gives, and zeros.</summary>
    private States Started(float[]? z, long[]? labels, int count)
    {
        using var inputs = new GraphInputs();
        if (z is not null)
            inputs.Add(OnnxFolder.Z, z, count, _config.Latent);
        if (labels is not null)
            inputs.Add(OnnxFolder.Label, labels, count);
        var results = _start?.Run(inputs.Values);
        List<IDisposable> owners = results is null ? [] : [results];
        var values = new List<OrtValue>();
        foreach (var state in _config.States)
        {
            var place = Array.IndexOf(_started, state);
            if (place < 0)
            {
                var zeros = OrtValue.CreateTensorValueFromMemory(new float[count * state.Features], [count, state.Features]);
                owners.Add(zeros);
                values.Add(zeros);
            }
            else
            {
                values.Add(results![place]);
            }
        }

        return new States([.. values], [.. owners]);
    }

    /// <summary>Where the decoder stands, in the order of the configuration, and what holds the memory of it.</summary>
    private sealed class States(OrtValue[] values, params IDisposable[] owners) : IDisposable
    {
        public OrtValue[] Values => values;

        public void Dispose()
        {
            foreach (var owner in owners)
                owner.Dispose();
        }
    }
}
