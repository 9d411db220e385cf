using TextVae.Native;
using TextVae.Networks;
using TorchSharp;
using TorchSharp.Modules;

namespace TextVae.Tests.Networks.Kernels;

/// <summary>Recurrent layers against libtorch's own, which read one sentence after the other and know of no padding.</summary>
public sealed class LibtorchRecurrenceTests
{
    private static readonly int[] Lengths = [1, 6, 3, 1, 9, 4];

    public static TheoryData<CellKind, string, Precision> AllCellsAndKernels => Kernels.OfEveryCell;

    [Theory]
    [MemberData(nameof(AllCellsAndKernels))]
    public void States_and_all_gradients_are_those_of_libtorch(CellKind cell, string path, Precision precision)
    {
        foreach (var hidden in new[] { 3, 19, 33 })
        {
            using var scope = torch.NewDisposeScope();
            var example = new Example(cell, hidden);
            torch.Tensor[] expected = [.. Kernels.ValueAndGradients(example.Libtorch, example.Given), .. example.LibtorchGradients()];
            using var kernels = Kernels.Fused(path, precision);

            var actual = Kernels.ValueAndGradients(example.Ours, [.. example.Given, .. example.Parameters]);

            Assert.Equal(expected.Length, actual.Length);
            foreach (var (i, (theirs, ours)) in expected.Zip(actual).Index())
                Kernels.AssertClose(theirs, ours, precision, $"hidden {hidden}, tensor {i}");
        }
    }

    [Theory]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Lstm)]
    public void What_runs_on_cuda_gives_the_states_and_gradients_of_the_plain_version(CellKind cell)
    {
        foreach (var isBackward in new[] { false, true })
        {
            using var scope = torch.NewDisposeScope();
            var example = new Example(cell, hidden: 19);
            Parameter[] all = [.. example.Given, .. example.Parameters];
            torch.Tensor[] expected;
            using (Kernels.Plain())
                expected = Kernels.ValueAndGradients(() => example.Forward(isBackward), all);
            using var kernels = Kernels.Libtorch();

            var actual = Kernels.ValueAndGradients(() => example.Forward(isBackward), all);

            foreach (var (i, (plain, theirs)) in expected.Zip(actual).Index())
                Kernels.AssertClose(plain, theirs, Precision.Float32, $"backward {isBackward}, tensor {i}");
        }
    }

    private sealed class Example
    {
        private const int Inputs = 7;
        private const int Context = 5;
        private static readonly string[] Names = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"];

        private readonly RecurrentLayer _layer;
        private readonly torch.nn.Module _reference;
        private readonly Parameter _words;
        private readonly Parameter _context;
        private readonly Parameter _initial;
        private readonly Parameter? _memory;

        public Example(CellKind cell, int hidden)
        {
            torch.random.manual_seed(hidden);
            _layer = new RecurrentLayer(cell, Inputs, hidden, Context);
            _reference = cell == CellKind.Lstm
                ? torch.nn.LSTM(Inputs + Context, hidden)
                : torch.nn.GRU(Inputs + Context, hidden);
            using (torch.no_grad())
            {
                foreach (var (name, ours) in Names.Zip(Parameters))
                    _reference.get_parameter(name)!.copy_(ours);
            }

            _words = new Parameter(torch.randn(Lengths.Max(), Lengths.Length, Inputs));
            _context = new Parameter(torch.randn(Lengths.Length, Context));
            _initial = new Parameter(torch.randn(Lengths.Length, hidden));
            _memory = cell == CellKind.Lstm ? new Parameter(torch.randn(Lengths.Length, hidden)) : null;
        }

        public Parameter[] Given => [.. new[] { _words, _context, _initial, _memory }.OfType<Parameter>()];

        public Parameter[] Parameters => [_layer.WeightInput, _layer.WeightHidden, _layer.BiasInput, _layer.BiasHidden];

        public torch.Tensor Ours() => Forward(isBackward: false);

        public torch.Tensor Forward(bool isBackward) =>
            _layer.Forward(SequenceInputs.OfSteps(_words, Lengths), new RecurrentState(_initial, _memory), _context, isBackward);

        public torch.Tensor Libtorch() => torch.cat([.. Lengths.Select((length, sentence) =>
        {
            var words = _words.narrow(0, 0, length).narrow(1, sentence, 1);
            var context = _context.narrow(0, sentence, 1).unsqueeze(0).expand(length, 1, Context);
            var states = Run(torch.cat([words, context], 2), sentence);
            return torch.cat([states, torch.zeros(Lengths.Max() - length, 1, states.shape[2])], 0);
        })], 1);

        public IEnumerable<torch.Tensor> LibtorchGradients() => Names.Select(name => _reference.get_parameter(name)!.grad!);

        private torch.Tensor Run(torch.Tensor inputs, int sentence)
        {
            var initial = _initial.narrow(0, sentence, 1).unsqueeze(0);
            return _reference is LSTM lstm
                ? lstm.call(inputs, (initial, _memory!.narrow(0, sentence, 1).unsqueeze(0))).Item1
                : ((GRU)_reference).call(inputs, initial).Item1;
        }
    }
}
