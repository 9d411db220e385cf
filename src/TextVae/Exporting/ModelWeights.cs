using TextVae.Models;
using TextVae.Runs;
using TorchSharp;

namespace TextVae.Exporting;

/// <summary>
/// What of a model is kept, by name. It knows which of them the graphs took, so that a part that no graph has is never left out
/// in silence.
/// </summary>
internal sealed class ModelWeights(TextModel model)
{
    // Trained beside a model, and nothing that encodes or decodes reads them.
    private static readonly string[] OfTrainingAlone = ["information.", "bag_of_words.", "label_predictor."];

    private readonly Dictionary<string, torch.Tensor> _tensors =
        TrainedModel.Tensors(model).ToDictionary(tensor => tensor.Name, tensor => tensor.Value);

    private readonly HashSet<string> _taken = [];

    /// <summary>A tensor of the model, in no other order than its own.</summary>
    /// <exception cref="TextVaeException">There is none of this name.</exception>
    public torch.Tensor this[string name]
    {
        get
        {
            _taken.Add(name);
            return _tensors.TryGetValue(name, out var tensor) ? tensor : throw Unknown($"it has no '{name}'");
        }
    }

    /// <summary>Whether there is a tensor of this name.</summary>
    public bool Has(string name) => _tensors.ContainsKey(name);

    /// <summary>Refuses a model with a part that no graph has taken.</summary>
    /// <exception cref="TextVaeException">There is one.</exception>
    public void RequireAllTaken()
    {
        string[] left =
        [
            .. _tensors.Keys.Where(name => !_taken.Contains(name)
                && !OfTrainingAlone.Any(part => name.StartsWith(part, StringComparison.Ordinal))).Order(StringComparer.Ordinal),
        ];
        if (left.Length > 0)
            throw Unknown($"it also has {Excerpt.List([.. left.Select(name => $"'{name}'")])}");
    }

    private static TextVaeException Unknown(string how) => new(
        $"This model cannot be exported: it is none of those that there are graphs for ({how}). Those are recurrent decoders, with "
        + "recurrent or convolutional encoders.");
}
